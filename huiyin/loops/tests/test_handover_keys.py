"""What the database itself keeps while somebody leaves, also in SQL; and the account closed at the same moment."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from huiyin.access import debts
from huiyin.access.models import Seat, Unit, User
from huiyin.access.rules import accounts
from huiyin.core.errors import Refused
from huiyin.demo.builders import access
from huiyin.demo.builders import handover as hand
from huiyin.demo.builders import loops as make
from huiyin.loops import rules
from huiyin.loops.models import Handover, HandoverItem, ItemState, Loop
from huiyin.loops.rules import handing, taking
from huiyin.records import rules as records
from tests.races import at_once

ROUNDS = 6


@pytest.fixture
def handover(ask: Loop, chen: User, lin: User) -> Handover:
    return hand.make_handover(chen, lin)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"sort": "care"}, "item_is_loop_or_thing"),
        ({"loop": None}, "item_is_loop_or_thing"),
        ({"state": "accepted"}, "item_accepted_has_receiver"),
        ({"state": "offered"}, "item_accepted_has_receiver"),
    ],
)
def test_an_item_that_says_what_cannot_be_is_refused(
    handover: Handover, wrong: dict[str, Any], name: str
):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        handover.items.update(**wrong)


def test_nothing_is_listed_twice(handover: Handover, ask: Loop):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverItem.objects.create(handover=handover, loop=ask)
    HandoverItem.objects.create(handover=handover, sort="care", target="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverItem.objects.create(handover=handover, sort="care", target="1")
    for _ in range(2):
        HandoverItem.objects.create(handover=handover, sort="words", words="钥匙")


def test_the_seat_it_holds_is_the_leavers(handover: Handover, chen: User):
    with (
        pytest.raises(IntegrityError, match="handover_holds_the_leavers_seat"),
        transaction.atomic(),
    ):
        Handover.objects.update(seat=chen.seat)


def close_in_sql(user: User) -> None:
    """A real transaction of its own: the key speaks at its commit."""
    key = user.pk if connection.vendor == "postgresql" else user.pk.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_seat WHERE user_id = %s", [key])


@pytest.mark.django_db(transaction=True)
def test_the_account_is_kept_in_sql_by_an_open_item_whether_it_is_a_matter_or_a_thing(
    chen: User, lin: User, station: Unit
):
    """First by the open Loop alone, then by the hand-over alone, then by nothing."""
    matter = make.make_loop(lin, station, kind="ask")
    with pytest.raises(DatabaseError):
        close_in_sql(lin)

    handover = hand.make_handover(chen, lin)
    item = handing.add(handover, by=access.actor_for(chen), words="望江社区居委会的联络")
    hand.make_offer(handover, lead=chen, to=chen)
    hand.make_taken(handover.items.get(loop=matter), chen)
    assert not Loop.objects.open().filter(owner=lin).exists()
    with pytest.raises(DatabaseError):
        close_in_sql(lin)
    assert Seat.objects.filter(user=lin).exists()

    hand.make_taken(item, chen)
    handing.finish(handover, by=access.actor_for(chen))
    close_in_sql(lin)
    assert not Seat.objects.filter(user=lin).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_the_administrator_closes_the_account_while_something_is_opened_for_it(
    gao: User, station: Unit
):
    """Through the doors of both: either she stays and owes it, or it was not promised in her name."""
    office = access.actor_for(gao)
    for n in range(ROUNDS):
        user = access.make_user(f"leaver{n}", "离岗的人")

        opened, closed = at_once(
            lambda user=user: make.make_loop(user, station, kind="ask"),  # type: ignore[misc]
            lambda user=user: accounts.close(user, by=office),  # type: ignore[misc]
        )

        seated = Seat.objects.filter(user=user).exists()
        assert Loop.objects.open().filter(owner=user).exists() == isinstance(opened, Loop) == seated
        assert isinstance(closed, Refused | DatabaseError) == seated


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
@pytest.mark.parametrize("keyed", [True, False])
def test_only_the_key_stands_between_once_both_have_looked(
    gao: User, lin: User, station: Unit, keyed: bool, monkeypatch: pytest.MonkeyPatch
):
    """The worst order: the administrator's rule has found nothing owed when the promise is given. Without the key
    there is an open matter of nobody's."""
    found_nothing, written = threading.Event(), threading.Event()
    loop = Loop(unit=station, kind="ask", owner=lin, seat=lin.seat)
    monkeypatch.setattr(debts, "owed", lambda user: {})

    def give() -> None:
        without_keys(keyed)
        found_nothing.wait(timeout=20)
        loop.save(force_insert=True)
        written.set()

    def leave() -> None:
        without_keys(keyed)
        assert not Loop.objects.filter(owner=lin).exists()
        found_nothing.set()
        written.wait(timeout=20)
        bare_close(lin)

    given, left = at_once(give, leave)

    assert given is None
    unowned = Loop.objects.open().exclude(seat__in=Seat.objects.values("pk")).count()
    assert (isinstance(left, DatabaseError), unowned) == ((True, 0) if keyed else (False, 1))
    Loop.objects.all().delete()


def without_keys(keyed: bool) -> None:
    """Switches the foreign keys off for this connection, as if the Seat were a plain flag."""
    if keyed:
        return
    off = "PRAGMA foreign_keys = OFF"
    if connection.vendor == "postgresql":
        off = "SET session_replication_role = replica"
    connection.cursor().execute(off)


def bare_close(user: User) -> None:
    """What `account.close` comes down to, without what its Python looks at first."""
    close_in_sql(user)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_named_anew_and_taken_at_once_is_one_or_the_other(chen: User, lin: User, station: Unit):
    by, mates = access.actor_for(chen), []
    for n in range(2):
        mates.append(access.make_user(f"mate{n}", f"社工{n}"))
        access.make_post(mates[n], "worker", unit=station)
    first = access.actor_for(mates[0])
    make.make_loop(lin, station, kind="ask")
    handover = hand.make_handover(chen, lin)
    for _ in range(ROUNDS):
        handing.add(handover, by=by, words="钥匙")
    items = [hand.fresh(item) for item in handover.items.all()]
    hand.make_offer(handover, *items, lead=chen, to=mates[0])
    for item in items:
        one = hand.fresh(item)

        took, named = at_once(
            lambda one=one: taking.take(one, by=first),  # type: ignore[misc]
            lambda item=item: handing.offer(handover, by=by, to=[(item, mates[1])]),  # type: ignore[misc]
        )

        now = hand.fresh(item)
        won = now.state == ItemState.ACCEPTED
        assert now.receiver == (mates[0] if won else mates[1])
        assert (isinstance(took, Refused), isinstance(named, Refused)) == (not won, won)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_handing_on_and_making_progress_at_once_are_both_done(chen: User, lin: User, station: Unit):
    """One goes down the matter, the other up: where PostgreSQL ends one of them, it is done again."""
    mate = access.make_user("mate", "周敏")
    access.make_post(mate, "worker", unit=station)
    lead, worker = access.actor_for(chen), access.actor_for(lin)
    for _ in range(ROUNDS):
        ask = make.make_loop(lin, station, kind="ask", asker_user=chen)
        service = make.make_loop(lin, station, kind="service", parent=ask)

        answers = at_once(
            lambda ask=ask: rules.assign(ask, by=lead, to=mate),  # type: ignore[misc]
            lambda service=service: records.write(  # type: ignore[misc]
                by=worker, minutes=10, kind="call", heads=1, thread=service
            ),
        )

        assert not [answer for answer in answers if isinstance(answer, DatabaseError)]
        owners = Loop.objects.filter(pk__in=[ask.pk, service.pk]).values_list("owner", flat=True)
        assert set(owners) == {mate.pk}
        assert ask.milestones.get(code="contact").met_at
