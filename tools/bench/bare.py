"""The limit of a page: who asks is found out as for any page; then the rows the page shows, its menu's counts with
them, by SQL with the same scope, joined into a string. No ORM, no template, no rules of sight beyond the scope, no
masks, no words opened."""

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
  JOIN access_user u ON u.id = l.owner_id WHERE l.asker_org_id = %s AND l.state = """
WAITED = f"{ASKED}'open' ORDER BY l.due_at LIMIT 8"
ANSWERED = f"{ASKED}'answered' ORDER BY l.closed_at DESC LIMIT 5"
OURS = "(SELECT id FROM loops_loop WHERE asker_org_id = %s AND state = 'answered' ORDER BY closed_at DESC LIMIT 5)"
OF_ASKED = (
    "SELECT count(*), count(CASE WHEN state = 'open' THEN 1 END) FROM loops_loop WHERE asker_org_id = %s",
    "SELECT m.loop_id, m.code, m.due_at, m.met_at FROM loops_milestone m JOIN loops_loop l ON l.id = m.loop_id"
    " WHERE l.asker_org_id = %s AND l.state = 'open'",
    f"SELECT loop_id, code, due_at, met_at FROM loops_milestone WHERE loop_id IN {OURS}",  # noqa: S608  # nosec B608 -- our own words
    f"SELECT loop_id, at, kind, words, level FROM loops_reply WHERE loop_id IN {OURS}",  # noqa: S608  # nosec B608
    f"SELECT k.wrapped FROM residents_subjectkey k JOIN loops_loop l ON l.person_id = k.person_id WHERE l.id IN {OURS}",  # noqa: S608  # nosec B608
)
OF_DEEDS = (
    "SELECT x.record_id, p.name, p.birth_on, p.state FROM records_recordperson x JOIN residents_person p"
    " ON p.id = x.person_id WHERE x.record_id IN (SELECT id FROM records_record WHERE thread_id = %s ORDER BY at DESC LIMIT 30)",
    "SELECT w.record_id, u.name, w.minutes FROM records_recordworker w JOIN access_user u"
    " ON u.id = w.user_id WHERE w.record_id IN (SELECT id FROM records_record WHERE thread_id = %s ORDER BY at DESC LIMIT 30)",
)
OF_CASE = (
    "SELECT loop_id, code, due_at, met_at FROM loops_milestone WHERE loop_id = %s",
    "SELECT problem, risks, at FROM cases_intake WHERE case_id = %s",
    "SELECT personal, needs, at FROM cases_assessment WHERE case_id = %s",
    "SELECT goals, steps, at FROM cases_plan WHERE case_id = %s",
    "SELECT kind, summary, shareable FROM cases_closure WHERE case_id = %s",
    "SELECT count(*), sum(minutes), max(at) FROM records_record WHERE thread_id = %s AND state = 'kept'",
    "SELECT k.wrapped, c.code FROM residents_subjectkey k LEFT JOIN residents_category c ON c.person_id = k.person_id"
    " WHERE k.person_id = (SELECT person_id FROM loops_loop WHERE id = %s)",
)
OPEN = "SELECT count(*) FROM loops_loop WHERE state = 'open' AND owner_id = %s"
CASES = """SELECT count(*) FROM cases_case c JOIN loops_loop l ON l.id = c.loop_id
  WHERE l.kind = 'case' AND l.unit >= %s AND l.unit < %s AND c.stage <> 'closed'"""
WAITING = """SELECT count(*) FROM referrals_referral r JOIN loops_loop l ON l.id = r.loop_id
  WHERE l.kind = 'referral' AND l.unit >= %s AND l.unit < %s AND l.state = 'open' AND r.state IN ('sent', 'declining')"""
HERS = "SELECT count(*) FROM loops_loop WHERE asker_org_id = %s AND state = 'open'"
UNREAD = "SELECT count(*) FROM notices_message WHERE to_user_id = %s AND read_at IS NULL"
Asked = tuple[str, Sequence[Any]]


def _frame(actor: Any) -> list[Asked]:
    """What the menu and the bell count."""
    user = _key(actor.user)
    if actor.org:
        return [(HERS, [_key(actor.org)]), (UNREAD, [user])]
    reach = [actor.reach[0], after(actor.reach[0])]
    return [(OPEN, [user]), (CASES, reach), (WAITING, reach), (UNREAD, [user])]


def _page(request: Any, *asked: Asked) -> HttpResponse:
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for sql, given in (*_frame(request.actor), *asked):
            cursor.execute(sql, given)
            found += cursor.fetchall()
    cells = ("</td><td>".join(str(value) for value in row) for row in found)
    body = "</td></tr><tr><td>".join(cells)
    return HttpResponse(f"<!doctype html><table><tr><td>{body}</td></tr></table>")


def _key(value: Any) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def records(request: Any) -> HttpResponse:
    unit = request.actor.reach[0]
    return _page(request, (RECORDS, [unit, after(unit)]))


def day(request: Any) -> HttpResponse:
    return _page(request, (DAY, [_key(request.actor.user)]))


def case(request: Any, pk: Any) -> HttpResponse:
    key = _key(pk)
    rest = [(sql, [key]) for sql in (*OF_DEEDS, *OF_CASE)]
    return _page(request, (CASE, [key, key]), (DEEDS, [key]), *rest)


def committee(request: Any) -> HttpResponse:
    body = [_key(request.actor.org)]
    return _page(request, *((sql, body) for sql in (WAITED, ANSWERED, *OF_ASKED)))


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
