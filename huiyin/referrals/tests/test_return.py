"""Facts are missing: the station asks, the turn is the clerk's, and the clocks stand still until she answers."""

import pytest
import time_machine

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import heard
from huiyin.notices.models import Message
from huiyin.referrals import rules

pytestmark = pytest.mark.django_db
ASKED = "请问女儿的电话是多少？她什么时候在家？"
TOLD = "女儿周三在家，电话已写在登记表背面。"


def test_the_turn_goes_to_the_asker_who_reads_what_is_missing(station, tang, lin):
    referral = make_referral(tang, agreed="status")

    rules.return_(referral, by=actor_for(lin), words=ASKED)

    referral.refresh_from_db()
    assert (referral.state, referral.loop.turn, referral.loop.state) == (
        "returned",
        "asker",
        "open",
    )
    assert _heard(referral, tang)[-1] == ("returned", "需要您补充情况。", ASKED)


def test_nothing_is_late_while_the_asker_is_asked(station, tang, lin):
    with time_machine.travel("2026-01-12 10:00+08:00"):
        referral = make_referral(tang)
        rules.return_(referral, by=actor_for(lin), words=ASKED)
    with time_machine.travel("2026-01-23 10:00+08:00"):
        referral.refresh_from_db()
        assert referral.loop.late is False


def test_when_she_has_answered_the_clocks_go_on_where_they_stood(station, tang, lin):
    with time_machine.travel(
        "2026-01-12 10:00+08:00"
    ):  # answer due on the 15th, contact on the 19th
        referral = make_referral(tang)
    with time_machine.travel("2026-01-13 16:00+08:00"):  # two working days left, and four
        rules.return_(referral, by=actor_for(lin), words=ASKED)
    with time_machine.travel("2026-01-20 09:00+08:00"):
        rules.resend(referral, by=actor_for(tang), words=TOLD)

    referral.refresh_from_db()
    due = {
        m.code: clock.local(m.due_at).strftime("%m-%d %H:%M")
        for m in referral.loop.milestones.all()
    }
    assert (referral.state, referral.loop.turn) == ("sent", "us")
    assert (due["answer"], due["contact"]) == ("01-22 17:30", "01-26 17:30")


def test_what_was_late_already_is_due_today(station, tang, lin):
    with time_machine.travel("2026-01-12 10:00+08:00"):
        referral = make_referral(tang)
    with time_machine.travel("2026-01-19 10:00+08:00"):  # two working days late
        rules.return_(referral, by=actor_for(lin), words=ASKED)
        rules.resend(referral, by=actor_for(tang), words=TOLD)

    answer = referral.loop.milestones.get(code="answer")
    assert clock.local(answer.due_at).isoformat() == "2026-01-19T17:30:00+08:00"


def test_the_owner_is_told_that_facts_came(station, tang, chen, lin):
    referral = make_referral(tang)
    rules.return_(referral, by=actor_for(lin), words=ASKED)

    rules.resend(referral, by=actor_for(tang), words=TOLD)

    told = Message.objects.filter(to_user=chen).latest("at")
    assert secret.open(told, "words", by=actor_for(chen)) == "向素芬：唐玉珍补充了情况。"
    assert _heard(referral, tang)[-1] == ("supplement", "您补充了情况。", TOLD)


def test_she_may_add_facts_without_being_asked(station, tang):
    referral = make_referral(tang)

    rules.resend(referral, by=actor_for(tang), words=TOLD)

    referral.refresh_from_db()
    assert (referral.state, referral.loop.turn) == ("sent", "us")
    assert _heard(referral, tang)[-1] == ("supplement", "您补充了情况。", TOLD)


def test_both_are_journalled(station, tang, lin):
    referral = make_referral(tang)
    rules.return_(referral, by=actor_for(lin), words=ASKED)
    rules.resend(referral, by=actor_for(tang), words=TOLD)

    acts = Entry.objects.filter(verb__in=["referral.return", "referral.resend"]).order_by("at")
    assert [(e.verb, e.user, e.target) for e in acts] == [
        ("referral.return", lin.pk, referral.pk), ("referral.resend", tang.pk, referral.pk),
    ]  # fmt: skip


def test_what_is_returned_already_is_not_returned_again(station, tang, lin):
    referral = make_referral(tang)
    rules.return_(referral, by=actor_for(lin), words=ASKED)

    with pytest.raises(Refused, match="不能退回补充"):
        rules.return_(referral, by=actor_for(lin), words=ASKED)


def test_nothing_is_added_to_what_was_withdrawn(station, tang):
    referral = make_referral(tang)
    rules.withdraw(referral, by=actor_for(tang))

    with pytest.raises(Refused, match="已经结束"):
        rules.resend(referral, by=actor_for(tang), words=TOLD)


def test_another_committee_does_not_add_to_it(station, tang, sun, lin):
    referral = make_referral(tang)

    with pytest.raises(Unseen):
        rules.resend(referral, by=actor_for(sun), words=TOLD)
    with pytest.raises(NotAllowed):
        rules.return_(referral, by=actor_for(tang), words=ASKED)
    with pytest.raises(NotAllowed):
        rules.resend(referral, by=actor_for(lin), words=TOLD)


def _heard(referral, user):
    return [(e.kind, e.status, e.words) for e in heard.heard(referral.loop, by=actor_for(user))]
