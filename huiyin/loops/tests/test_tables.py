"""What the tables forbid, whoever writes to them."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from huiyin.access.models import Organisation, Seat, Unit, User
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders import loops as make
from huiyin.loops.models import Loop, Milestone
from huiyin.residents.models import Person


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"seat": None}, "loop_open_iff_seated"),
        ({"state": "withdrawn", "closed_at": clock.now()}, "loop_open_iff_seated"),
        ({"state": "answered", "seat": None, "closed_at": clock.now()}, "loop_answered_has_answer"),
        ({"state": "withdrawn", "seat": None}, "loop_closed_has_a_time"),
        ({"reopened": 2}, "loop_reopens_once"),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(ask: Loop, wrong: dict[str, Any], name: str):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Loop.objects.filter(pk=ask.pk).update(**wrong)


def test_the_seat_is_the_owners_own(ask: Loop, chen: User):
    with pytest.raises(IntegrityError, match="loop_open_iff_seated"), transaction.atomic():
        Loop.objects.filter(pk=ask.pk).update(seat=chen.seat)


def test_an_organisation_and_a_resident_do_not_both_ask(ask: Loop, xiang: Person):
    with pytest.raises(IntegrityError, match="loop_has_one_kind_of_asker"), transaction.atomic():
        Loop.objects.filter(pk=ask.pk).update(asker_person=xiang)


def test_nothing_is_its_own_cause(ask: Loop):
    with pytest.raises(IntegrityError, match="loop_is_not_its_own_cause"), transaction.atomic():
        Loop.objects.filter(pk=ask.pk).update(parent=ask)


def test_a_receipt_is_given_once_in_a_district_and_again_in_another(
    ask: Loop, lin: User, sister: Unit, stranger: Unit
):
    elsewhere = make.make_loop(lin, stranger, kind="ask")
    Loop.objects.filter(pk=elsewhere.pk).update(receipt=ask.receipt)
    neighbour = make.make_loop(lin, sister, kind="ask")

    with pytest.raises(IntegrityError), transaction.atomic():
        Loop.objects.filter(pk=neighbour.pk).update(receipt=ask.receipt)


def test_a_clock_is_set_once_by_its_code_and_number(ask: Loop):
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(loop=ask, code="answer", n=1, due_at=clock.now(), unit=ask.unit)


def test_the_district_is_read_off_the_unit(ask: Loop):
    assert Loop.objects.values_list("district", flat=True).get(pk=ask.pk) == "500108"


def defined(name: str) -> tuple[str, bool]:
    """Columns of an index, and whether it holds open rows only, as the database itself tells."""
    where = (
        "pg_indexes WHERE indexname"
        if connection.vendor == "postgresql"
        else "sqlite_master WHERE name"
    )
    column = "indexdef" if connection.vendor == "postgresql" else "sql"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {where} = %s", [name])  # noqa: S608  names of this file
        text = cursor.fetchone()[0].replace('"', "")
    found = re.search(r"\(([^)]*)\)", text)
    assert found
    return found.group(1), " WHERE " in text


def test_the_named_indexes_stand(db: None):
    names = (
        "loop_mine",
        "loop_asked",
        "loop_unit_due",
        "loop_about",
        "loop_parent",
        "loop_kind_unit",
        "reply_of_loop",
    )

    assert {name: defined(name) for name in names} == {
        "loop_mine": ("owner_id, due_at", True),
        "loop_asked": ("asker_org_id, due_at", True),
        "loop_unit_due": ("unit, due_at", True),
        "loop_about": ("person_id, opened_at DESC", False),
        "loop_parent": ("parent_id", True),
        "loop_kind_unit": ("kind, unit, opened_at", False),
        "reply_of_loop": ("loop_id, at", False),
    }  # fmt: skip


def close_in_sql(user: User) -> None:
    """A real transaction of its own: the key speaks at its commit."""
    key = user.pk if connection.vendor == "postgresql" else user.pk.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_seat WHERE user_id = %s", [key])


@pytest.mark.django_db(transaction=True)
def test_an_account_that_owes_something_cannot_be_closed_even_in_sql(ask: Loop, lin: User):
    with pytest.raises(DatabaseError):
        close_in_sql(lin)

    assert Seat.objects.filter(user=lin).exists()


@pytest.mark.django_db(transaction=True)
def test_one_that_owes_nothing_any_more_can(ask: Loop, lin: User, committee: Organisation):
    make.make_answered(ask, "已安排送餐。")

    close_in_sql(lin)

    ask.refresh_from_db()
    assert not Seat.objects.filter(user=lin).exists()
    assert ask.owner == lin


def test_an_owner_is_kept_for_ever(ask: Loop, lin: User):
    make.make_answered(ask, "已安排送餐。")

    ask.refresh_from_db()
    assert (ask.owner, ask.seat) == (lin, None)


def owned_by_nobody(loop: Loop) -> None:
    nobody = uuid7()
    with transaction.atomic():
        Loop.objects.filter(pk=loop.pk).update(owner=nobody, seat=nobody)
        connection.check_constraints()


def test_a_made_up_owner_is_no_owner(ask: Loop):
    with pytest.raises(IntegrityError):
        owned_by_nobody(ask)
