"""The limit of a page: who asks is found out as for any page; then one or two SQL queries with the same scope, and
their rows joined into a string. No ORM, no template, no frame, no masks, no words opened."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiyin.core.codes import after

RECORDS = """SELECT r.id, r.at, r.kind, r.minutes, r.class, p.name, p.number_mask, u.name FROM records_record r
  LEFT JOIN residents_person p ON p.id = r.about_id JOIN access_user u ON u.id = r.entered_by_id
  WHERE r.state = 'kept' AND r.unit >= %s AND r.unit < %s ORDER BY r.at DESC, r.id DESC LIMIT 50"""
DAY = """SELECT l.id, l.kind, l.due_at, l.turn, p.name, p.birth_on, o.name, m.due_at, m.code FROM loops_loop l
  LEFT JOIN residents_person p ON p.id = l.person_id LEFT JOIN access_organisation o ON o.id = l.asker_org_id
  LEFT JOIN loops_milestone m ON m.loop_id = l.id AND m.met_at IS NULL
  WHERE l.state = 'open' AND l.owner_id = %s ORDER BY l.due_at LIMIT 200"""
CASE = """SELECT l.id, l.state, l.opened_at, p.name, p.birth_on, u.name FROM loops_loop l
  JOIN residents_person p ON p.id = l.person_id JOIN access_user u ON u.id = l.owner_id
  WHERE l.id = %s OR l.parent_id = %s"""
DEEDS = """SELECT r.id, r.at, r.kind, r.minutes, r.note, u.name FROM records_record r
  JOIN access_user u ON u.id = r.entered_by_id WHERE r.thread_id = %s ORDER BY r.at DESC LIMIT 30"""
ASKED = """SELECT l.id, l.state, l.due_at, l.receipt, p.name, p.birth_on, u.name, r.state FROM loops_loop l
  JOIN referrals_referral r ON r.loop_id = l.id JOIN residents_person p ON p.id = l.person_id
  JOIN access_user u ON u.id = l.owner_id WHERE l.asker_org_id = %s ORDER BY l.opened_at DESC LIMIT 50"""


def _page(*asked: tuple[str, Sequence[Any]]) -> HttpResponse:
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for sql, given in asked:
            cursor.execute(sql, given)
            found += cursor.fetchall()
    cells = ("</td><td>".join(str(value) for value in row) for row in found)
    body = "</td></tr><tr><td>".join(cells)
    return HttpResponse(f"<!doctype html><table><tr><td>{body}</td></tr></table>")


def _key(value: Any) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def records(request: Any) -> HttpResponse:
    unit = request.actor.reach[0]
    return _page((RECORDS, [unit, after(unit)]))


def day(request: Any) -> HttpResponse:
    return _page((DAY, [_key(request.actor.user)]))


def case(request: HttpRequest, pk: Any) -> HttpResponse:
    key = _key(pk)
    return _page((CASE, [key, key]), (DEEDS, [key]))


def committee(request: Any) -> HttpResponse:
    return _page((ASKED, [_key(request.actor.org)]))


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


health.login_required = False  # type: ignore[attr-defined]
urlpatterns = [
    path("healthz", health),
    path("records", records),
    path("today", day),
    path("cases/<uuid:pk>", case),
    path("committee", committee),
]
