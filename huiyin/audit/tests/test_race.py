"""The door on two real connections: a verb happens once however often it is pressed, and no change is lost."""

import contextlib
import threading

import pytest
from django.db import DatabaseError, connection

from huiyin.access.models import Organisation, Seat, Unit, User
from huiyin.access.rules import accounts, deputies, units
from huiyin.audit import rule as door
from huiyin.audit.models import Entry
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
Fixtures = pytest.FixtureRequest


@rule("test.name", needs="organisation.edit")
def name(row: Organisation, *, by: Actor, words: str) -> Organisation:
    row.name = words
    row.save()
    return row


@rule("test.number", needs="organisation.edit")
def number(row: Organisation, *, by: Actor, code: str) -> Organisation:
    row.credit_code = code
    row.save()
    return row


class Crossing:
    """Two acts that hold one row each and then want the other's: at their first try both wait for that moment."""

    def __init__(self) -> None:
        self.met = threading.Barrier(2)

    def meet(self) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            self.met.wait(timeout=2)


@rule("test.cross", needs="organisation.edit")
def cross(row: Organisation, *, by: Actor, then: Organisation, way: list[Crossing]) -> Organisation:
    if way:
        way.pop().meet()
    other = Organisation.objects.select_for_update().get(pk=then.pk)
    other.name += "＋"
    other.save()
    return row


@pytest.mark.parametrize("tries", [1, door.TRIES])
def test_two_acts_that_cross_are_both_done_and_without_a_second_try_one_is_lost(
    gao: User, office: Organisation, committee: Organisation, tries: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """SQLite has one writer: there nobody ever crosses."""
    monkeypatch.setattr(door, "TRIES", tries)
    by, met = make.actor_for(gao), Crossing()
    names = [office.name, committee.name]

    answers = at_once(
        lambda: cross(office, by=by, then=committee, way=[met]),
        lambda: cross(committee, by=by, then=office, way=[met]),
    )

    lost = 1 if tries == 1 and connection.vendor == "postgresql" else 0
    assert [isinstance(answer, DatabaseError) for answer in answers].count(True) == lost
    now = [Organisation.objects.get(pk=row.pk).name for row in (office, committee)]
    assert [a != b for a, b in zip(names, now, strict=True)].count(True) == 2 - lost


def test_ten_presses_at_once_open_one_account(gao: User) -> None:
    by, act = make.actor_for(gao), uuid7()

    answers = at_once(
        *[lambda: accounts.open_account(by=by, act=act, username="neu", name="新人")] * 10
    )

    assert {str(answer) for answer in answers} == {"新人"}
    assert User.objects.filter(username="neu").count() == 1
    assert Entry.objects.filter(act=act).count() == 1


def test_ten_presses_at_once_of_a_verb_that_works_once_are_one_answer(
    lin: User, chen: User, he: User
) -> None:
    today, act, by = clock.today(), uuid7(), make.actor_for(chen)
    row = deputies.appoint(by=by, user=lin, deputy=he, since=today, until=today)

    answers = at_once(*[lambda: deputies.end_deputy(row, by=by, act=act)] * 10)

    assert answers == [row] * 10
    assert Entry.objects.filter(act=act).count() == 1
    with pytest.raises(Refused):
        deputies.end_deputy(row, by=by, act=uuid7())


def both_change(gao: User, row: Organisation) -> Organisation:
    """Two people who both had the page open change two different things of one row, at once."""
    by = make.actor_for(gao)
    stale = [Organisation.objects.get(pk=row.pk) for _ in range(2)]
    at_once(lambda: name(stale[0], by=by, words="新名"), lambda: number(stale[1], by=by, code="91"))
    return Organisation.objects.get(pk=row.pk)


def test_two_changes_at_once_are_both_kept(gao: User, committee: Organisation) -> None:
    row = both_change(gao, committee)

    assert (row.name, row.credit_code) == ("新名", "91")


@pytest.fixture
def door_ajar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the reread (SQLite) and the lock (PostgreSQL) the same race loses a change."""
    monkeypatch.setattr(door, "_lock", lambda row, by, *, sighted: row)


def test_without_the_reread_one_change_is_lost(
    gao: User, committee: Organisation, door_ajar: None
) -> None:
    row = both_change(gao, committee)

    assert (row.name == "新名", row.credit_code == "91") in {(True, False), (False, True)}


@pytest.mark.parametrize("round_", range(6))
def test_nobody_is_closed_while_she_is_made_a_receiver(
    gao: User, lin: User, station: Unit, round_: int
) -> None:
    by = make.actor_for(gao)
    user = make.make_user(f"mei{round_}", "梅芳")

    answers = at_once(
        lambda: accounts.close(user, by=by),
        lambda: units.edit_unit(station, by=by, name=station.name, receiver=user),
    )

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    receives = Unit.objects.get(pk=station.pk).receiver_id == user.pk
    assert len(refused) == 1
    assert Seat.objects.filter(user=user).exists() is receives
