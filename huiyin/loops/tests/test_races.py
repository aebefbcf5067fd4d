"""Two people at once, on two real connections. Each race has a control that loses what the door keeps."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.access.models import Seat, Unit, User
from huiyin.audit.models import Entry
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.demo.builders import access
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, rules
from huiyin.loops.models import Loop
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 6
Moves = list[tuple[UUID, UUID]]


@pytest.fixture
def luo(station: Unit) -> User:
    """罗倩, who leads beside 陈."""
    user = access.make_user("luo", "罗倩")
    access.make_post(user, "lead", unit=station)
    return user


@pytest.fixture
def mates(station: Unit) -> list[User]:
    users = [access.make_user(f"mate{n}", f"社工{n}") for n in range(2)]
    for user in users:
        access.make_post(user, "worker", unit=station)
    return users


def follows(moves: Moves, start: UUID, end: UUID) -> bool:
    """Whether the moves can be put in a row from the first owner to the last: nobody's decision was overwritten
    unseen."""
    rows = [moves, moves[::-1]]
    return any([start, *(b for _, b in row)] == [*(a for a, _ in row), end] for row in rows)


def test_two_leads_assign_at_once_and_neither_decision_is_lost(
    lin: User, chen: User, luo: User, mates: list[User], station: Unit,
    actor: Callable[[User], Actor],
):  # fmt: skip
    leads, (first, second) = [actor(chen), actor(luo)], mates
    for _ in range(ROUNDS):
        loop = make.make_loop(lin, station, kind="ask", asker_user=chen)
        stale = [Loop.objects.get(pk=loop.pk) for _ in leads]

        at_once(
            lambda stale=stale: rules.assign(stale[0], by=leads[0], to=first),  # type: ignore[misc]
            lambda stale=stale: rules.assign(stale[1], by=leads[1], to=second),  # type: ignore[misc]
        )

        entries = Entry.objects.filter(verb="loop.assign", target=loop.pk)
        moves = [(UUID(a), UUID(b)) for a, b in (e.changes["owner_id"] for e in entries)]
        now = Loop.objects.get(pk=loop.pk)
        assert follows(moves, lin.pk, now.owner_id)
        assert now.seat_id == now.owner_id
        said = {echo.words for echo in heard.heard(loop, by=ANONYMOUS)}
        assert said == {"现在由社工0负责。", "现在由社工1负责。"}


def test_the_control_without_the_reread_loses_one(lin: User, mates: list[User], station: Unit):
    """The same race by hand: both read before either writes, as a rule without its door would."""
    loop = make.make_loop(lin, station, kind="ask")
    read = threading.Barrier(2)

    def careless(to: User) -> tuple[UUID, UUID]:
        row = Loop.objects.get(pk=loop.pk)
        read.wait(timeout=20)
        with transaction.atomic():
            before, row.owner, row.seat = row.owner_id, to, to.seat
            row.save()
        return before, to.pk

    moves: Any = at_once(lambda: careless(mates[0]), lambda: careless(mates[1]))

    assert not follows(moves, lin.pk, Loop.objects.get(pk=loop.pk).owner_id)


def close(user: User) -> None:
    key = user.pk if connection.vendor == "postgresql" else user.pk.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_seat WHERE user_id = %s", [key])


def test_a_promise_given_at_the_moment_its_owners_account_is_closed(station: Unit):
    """Either the account stays and owes it, or it is closed and nothing was promised in its name."""
    for n in range(ROUNDS):
        user = access.make_user(f"leaver{n}", "离岗的人")

        opened, _ = at_once(
            lambda user=user: make.make_loop(user, station, kind="ask"),  # type: ignore[misc]
            lambda user=user: close(user),  # type: ignore[misc]
        )

        seated = Seat.objects.filter(user=user).exists()
        assert Loop.objects.open().filter(owner=user).exists() == isinstance(opened, Loop) == seated


def without_keys() -> None:
    """Switches the foreign keys off for this connection, as if the Seat were a plain flag."""
    off = "PRAGMA foreign_keys = OFF"
    if connection.vendor == "postgresql":
        off = "SET session_replication_role = replica"
    connection.cursor().execute(off)


@pytest.mark.parametrize("keyed", [True, False])
def test_the_key_itself_forbids_it_and_without_the_key_it_happens(
    lin: User, station: Unit, keyed: bool
):
    """Both look first and write then, in the worst order. Only the key stands between."""
    looked, closed = threading.Event(), threading.Event()
    loop = Loop(unit=station, kind="ask", owner=lin, seat=lin.seat)

    def give() -> None:
        if not keyed:
            without_keys()
        assert Seat.objects.filter(user=lin).exists()
        looked.set()
        closed.wait(timeout=20)
        loop.save(force_insert=True)

    def leave() -> None:
        if not keyed:
            without_keys()
        looked.wait(timeout=20)
        close(lin)
        closed.set()

    answers = at_once(give, leave)

    unowned = Loop.objects.open().exclude(seat__in=Seat.objects.values("pk")).count()
    assert (isinstance(answers[0], DatabaseError), unowned) == ((True, 0) if keyed else (False, 1))
    Loop.objects.all().delete()


def test_a_step_and_an_assignment_at_once_leave_both_or_refuse_one(
    lin: User, chen: User, mates: list[User], station: Unit, actor: Callable[[User], Actor]
):
    by, lead = actor(lin), actor(chen)
    for _ in range(ROUNDS):
        loop = make.make_loop(lin, station, kind="ask")
        on = loop.opened_at.date()
        stale = [Loop.objects.get(pk=loop.pk) for _ in range(2)]

        stepped, _ = at_once(
            lambda stale=stale, on=on: rules.step(stale[0], by=by, words="打电话", on=on),  # type: ignore[misc]
            lambda stale=stale: rules.assign(stale[1], by=lead, to=mates[0]),  # type: ignore[misc]
        )

        now = Loop.objects.get(pk=loop.pk)
        assert now.owner_id == mates[0].pk
        assert (now.step_on == on) == isinstance(stepped, Loop)
