"""Another station, or a body outside, is the right one: the ask goes on there and still has an answer."""

import re

import pytest

from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.core import secret
from huiyin.core.errors import Refused, Unseen
from huiyin.demo.builders.access import actor_for, make_organisation
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import PROBLEM, make_referral
from huiyin.loops import heard
from huiyin.loops.models import Loop
from huiyin.notices.models import Message
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


@pytest.mark.parametrize(
    ("agreed", "served", "words"),
    [
        ("status", "", ""),
        ("summary", "已服务 1 次。", "他每天下楼了。"),
        ("detail", "已服务 1 次，一共 40 分钟。", "他每天下楼了。"),
    ],
)
def test_what_the_other_station_does_reaches_the_committee_that_asked_first(
    client, station, sister, tang, lin, zhao, agreed, served, words
):
    """Taken up there, contact, each stage, sessions so far, the closing: on her page and in her inbox."""
    first = make_referral(tang, "冉国华", agreed=agreed)
    rules.pass_on(first, by=actor_for(lin), station=sister, words="他住海棠溪。")
    there, zhaos = Referral.objects.get(source="station"), actor_for(zhao)
    rules.accept(there, by=zhaos)
    case = Case.objects.select_related("loop__person").get()
    make_record(zhao, first.person, thread=case.loop, minutes=40)
    cases.intake(case, by=zhaos, problem=PROBLEM, risks=[])
    cases.assess(case, by=zhaos, personal="独居。", needs="陪伴。")
    cases.plan(case, by=zhaos, goals="下楼。", steps="上门。", sessions=4)
    cases.close(case, by=zhaos, kind="reached", summary="好了。", shareable="他每天下楼了。")

    loop = Loop.objects.get(pk=first.pk)
    told = [(e.kind, e.words) for e in heard.heard(loop, by=actor_for(tang))]
    assert told == [
        ("received", "由陈站负责，3 个工作日内答复受不受理。"),
        ("passed_on", "转到海棠溪街道社工站，由那边答复您。"),
        ("stage", "已受理，由赵站负责。"),
        ("contact", ""),
        ("stage", "现在是“预估”。"),
        ("stage", "现在是“计划”。"),
        ("stage", "现在是“介入”。"),
        ("completed", words),
    ]
    inbox = list(Message.objects.filter(to_org=loop.asker_org).order_by("at", "id"))
    said = [f"冉国华：{heard.STATUS[kind]}{words}" for kind, words in told]
    assert secret.open_all(inbox, "words", by=actor_for(tang)) == said

    client.force_login(tang)
    page = client.get(f"/referrals/{first.pk}").content.decode()
    assert "".join(re.findall(r"已服务[^<]*", page)).strip() == served


def test_what_happens_after_the_answer_is_no_longer_told(passed, zhao, tang):
    there, zhaos = Referral.objects.get(source="station"), actor_for(zhao)
    rules.accept(there, by=zhaos)
    rules.answer(there, by=zhaos, words="已在服务。", level="status")
    before = len(heard.heard(passed.loop, by=actor_for(tang)))

    cases.intake(Case.objects.get(), by=zhaos, problem=PROBLEM, risks=[])

    assert len(heard.heard(passed.loop, by=actor_for(tang))) == before
