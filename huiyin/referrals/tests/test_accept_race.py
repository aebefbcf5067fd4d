"""Two workers accept at the same moment, each on a connection of her own."""

import threading

import pytest
from django.db import transaction

from huiyin.cases.models import Case
from huiyin.core.errors import Refused
from huiyin.demo.builders.access import actor_for, make_post, make_user
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops.models import Loop
from huiyin.referrals import rules
from huiyin.referrals.flow import FLOW
from huiyin.referrals.models import Referral
from huiyin.residents.models import Care
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 5


@pytest.fixture
def mei(station):
    user = make_user("mei", "梅洁")
    make_post(user, "worker", unit=station)
    return user


def test_one_of_them_has_it_and_the_other_is_told(station, tang, lin, mei):
    for n in range(ROUNDS):
        referral = make_referral(tang, f"居民{n}")
        stale = [Referral.objects.get(pk=referral.pk) for _ in range(2)]
        workers = [actor_for(lin), actor_for(mei)]

        answers = at_once(
            lambda: rules.accept(stale[0], by=workers[0]),  # noqa: B023 -- both are done in this round
            lambda: rules.accept(stale[1], by=workers[1]),  # noqa: B023
        )

        refused = [one for one in answers if isinstance(one, Refused)]
        assert [str(one) for one in refused] == [
            "这件事现在是“已受理”，不能受理。请刷新页面看看最新情况。"
        ]
        winner = (lin, mei)[answers.index(refused[0]) - 1]
        loop = Loop.objects.get(pk=referral.pk)
        assert (loop.owner, Case.objects.filter(loop__parent=loop).count()) == (winner, 1)
        assert list(
            Care.objects.filter(cause=referral.pk, user__isnull=False).values_list(
                "user", flat=True
            )
        ) == [winner.pk]


def test_the_control_without_the_door_lets_both_have_it(station, tang, lin, mei):
    """The same race by hand: both read before either writes."""
    referral = make_referral(tang)
    read = threading.Barrier(2)

    def careless(user):
        row = Referral.objects.select_related("loop").get(pk=referral.pk)
        read.wait(timeout=20)
        with transaction.atomic():
            FLOW.move(row, "accept")
            row.loop.owner, row.loop.seat = user, user.seat
            row.loop.save()
        return user

    assert at_once(lambda: careless(lin), lambda: careless(mei)) == [lin, mei]
