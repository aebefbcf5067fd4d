"""The committee no longer asks: the promise ends by its own word."""

import pytest

from huiyin.audit.models import Entry
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import heard
from huiyin.loops.models import Loop
from huiyin.referrals import rules

pytestmark = pytest.mark.django_db


def test_it_ends_with_her_words(station, tang):
    referral = make_referral(tang)

    rules.withdraw(referral, by=actor_for(tang), words="女儿接她走了。")

    referral.refresh_from_db()
    assert (referral.state, referral.loop.state, referral.loop.seat) == (
        "withdrawn",
        "withdrawn",
        None,
    )
    last = heard.heard(referral.loop, by=actor_for(tang))[-1]
    assert (last.kind, last.words) == ("withdrawn", "女儿接她走了。")


def test_a_no_that_waits_for_the_lead_is_withdrawn_from_under_it(station, tang, lin, chen):
    referral = make_referral(tang)
    rules.decline(
        referral, by=actor_for(lin), reason="area", words="不在本街。", alternative="找海棠溪站。"
    )

    rules.withdraw(referral, by=actor_for(tang))

    referral.refresh_from_db()
    assert (referral.state, Loop.objects.open().count()) == ("withdrawn", 0)
    with pytest.raises(Refused):
        rules.agree(referral, by=actor_for(chen))


def test_it_is_journalled_and_not_withdrawn_twice(station, tang):
    referral = make_referral(tang)
    rules.withdraw(referral, by=actor_for(tang))

    with pytest.raises(Refused, match="已经结束"):
        rules.withdraw(referral, by=actor_for(tang))
    assert Entry.objects.filter(verb="referral.withdraw", user=tang.pk).count() == 1


def test_only_who_asked_withdraws(station, tang, sun, lin):
    referral = make_referral(tang)

    with pytest.raises(Unseen):
        rules.withdraw(referral, by=actor_for(sun))
    with pytest.raises(NotAllowed):
        rules.withdraw(referral, by=actor_for(lin))
