"""Another station, or a body outside, is the right one: the ask goes on there and still has an answer."""

import pytest

from huiyin.core import secret
from huiyin.core.errors import Refused, Unseen
from huiyin.demo.builders.access import actor_for, make_organisation
from huiyin.demo.builders.referrals import PROBLEM, make_referral
from huiyin.loops import heard
from huiyin.loops.models import Loop
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.residents.models import Consent, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(station, tang) -> Referral:
    return make_referral(tang, "冉国华")


@pytest.fixture
def passed(referral, sister, lin) -> Referral:
    rules.pass_on(referral, by=actor_for(lin), station=sister, words="他住海棠溪。")
    return Referral.objects.get(pk=referral.pk)


def test_the_other_station_has_it_as_a_promise_of_its_own_below_this_one(
    passed, sister, zhao, chen
):
    there = Referral.objects.get(source="station")
    assert (passed.state, passed.result, passed.passed_to) == ("passed_on", there.loop, None)
    assert (there.state, there.matter, there.urgency) == ("sent", passed.matter, passed.urgency)
    loop = there.loop
    assert (loop.unit, loop.owner, loop.parent, loop.person, loop.asker_org, loop.receipt) == (
        sister, zhao, passed.loop, passed.person, None, None,
    )  # fmt: skip
    assert secret.open(there, "problem", by=actor_for(zhao)) == PROBLEM
    assert (passed.loop.owner, passed.loop.state, passed.loop.turn) == (chen, "open", "partner")


def test_the_other_station_sees_the_resident_and_no_other_does(passed, zhao, zheng):
    assert list(Person.objects.visible_to(actor_for(zhao))) == [passed.person]
    assert list(Person.objects.visible_to(actor_for(zheng))) == []


def test_the_committee_reads_where_it_went(passed, tang):
    last = heard.heard(passed.loop, by=actor_for(tang))[-1]
    assert (last.kind, last.words) == ("passed_on", "转到海棠溪街道社工站，由那边答复您。")


def test_the_first_station_no_longer_answers_for_it(passed, lin):
    with pytest.raises(Refused, match="已转到海棠溪街道社工站"):
        rules.inform(passed, by=actor_for(lin), words="…", level="status")


def test_facts_asked_for_there_are_answered_on_the_committees_own_page(passed, zhao, tang):
    there = Referral.objects.get(source="station")
    rules.return_(there, by=actor_for(zhao), words="哪一栋？")
    passed.refresh_from_db()
    assert passed.loop.turn == "asker"

    rules.resend(passed, by=actor_for(tang), words="三栋。")

    there.refresh_from_db()
    passed.refresh_from_db()
    assert (there.state, there.loop.turn, passed.loop.turn) == ("sent", "us", "partner")
    kinds = [e.kind for e in heard.heard(passed.loop, by=actor_for(tang))]
    assert kinds == ["received", "passed_on", "returned", "supplement"]
    assert [e.kind for e in heard.heard(there.loop, by=actor_for(zhao))] == ["supplement"]


def test_a_no_there_answers_the_committee_and_closes_both(passed, zhao, tang):
    there = Referral.objects.get(source="station")
    no = {"reason": "unwilling", "words": "见过两次。", "alternative": "他愿意时再打电话。"}
    rules.decline(there, by=actor_for(zhao), **no)
    rules.agree(there, by=actor_for(zhao))

    last = heard.heard(passed.loop, by=actor_for(tang))[-1]
    assert (last.kind, Loop.objects.filter(state="open").count()) == ("declined", 0)


def test_when_the_committee_withdraws_both_are_closed(passed, tang):
    rules.withdraw(passed, by=actor_for(tang), words="他搬走了。")

    assert list(Referral.objects.values_list("state", "loop__state").distinct()) == [
        ("withdrawn", "withdrawn")
    ]


def test_a_body_outside_ends_it_here_with_the_residents_own_consent(referral, lin, tang):
    office = make_organisation("department", "弹子石街道平安办", "500108006")

    rules.pass_on(
        referral, by=actor_for(lin), organisation=office, consented=True, words="姚科员会联系您。"
    )

    referral.refresh_from_db()
    assert (referral.state, referral.passed_to, referral.result) == ("passed_on", office, None)
    last = heard.heard(referral.loop, by=actor_for(tang))[-1]
    assert (last.kind, last.words) == ("passed_on", "转给了弹子石街道平安办。姚科员会联系您。")
    assert referral.loop.state == "answered"
    assert Consent.objects.filter(recipient=office, kind="referral").count() == 1


def test_without_that_consent_nobody_outside_is_told(referral, lin):
    office = make_organisation("department", "弹子石街道平安办", "500108006")

    with pytest.raises(Refused, match="第 23 条"):
        rules.pass_on(referral, by=actor_for(lin), organisation=office, words="…")


def test_neither_this_station_nor_a_room_nor_another_district_is_a_place_to_pass_to(
    referral, station, stranger, lin
):
    with pytest.raises(Refused, match="本区的另一个"):
        rules.pass_on(referral, by=actor_for(lin), station=station, words="…")
    with pytest.raises(Refused, match="另一个区"):
        rules.pass_on(referral, by=actor_for(lin), station=stranger, words="…")
    with pytest.raises(Refused, match="选一个去处"):
        rules.pass_on(referral, by=actor_for(lin), words="…")


def test_a_stranger_does_not_pass_it_on(referral, sister, zhou, zheng):
    for user in (zhou, zheng):
        with pytest.raises(Unseen):
            rules.pass_on(referral, by=actor_for(user), station=sister, words="…")
