"""Accepting opens a case below the referral, with the same owner, who becomes the resident's carer."""

import re
from datetime import date

import pytest

from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import make_referral
from huiyin.demo.builders.residents import make_number, make_person
from huiyin.loops import heard
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop, Milestone
from huiyin.referrals import queries, rules
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer
from huiyin.residents.models import Care, Person

pytestmark = pytest.mark.django_db


def test_a_case_opens_as_a_child_with_the_same_owner(station, tang, lin):
    referral = make_referral(tang)

    rules.accept(referral, by=actor_for(lin))

    referral = Referral.objects.get(pk=referral.pk)
    case = Case.objects.get()
    assert (referral.state, referral.result) == ("accepted", case.loop)
    assert (case.loop.parent, case.loop.owner, referral.loop.owner) == (referral.loop, lin, lin)
    assert (case.loop.unit, case.loop.person, case.source) == (station, referral.person, "referral")


def test_whoever_accepts_becomes_the_carer_and_the_person_is_known(station, tang, lin):
    referral = make_referral(tang)

    rules.accept(referral, by=actor_for(lin))

    care = Care.objects.get(user=lin, cause=referral.pk)
    assert (care.person, care.grade, care.cause) == (referral.person, "carer", referral.pk)
    assert Person.objects.get(pk=referral.person.pk).state == "known"


def test_the_answer_clock_is_met_and_the_committee_reads_it(station, tang, lin):
    referral = make_referral(tang, agreed="status")

    rules.accept(referral, by=actor_for(lin))

    met = {m.code: bool(m.met_at) for m in referral.loop.milestones.all()}
    assert met == {"answer": True, "contact": False, "note": False}
    told = [(e.kind, e.words) for e in heard.heard(referral.loop, by=actor_for(tang))]
    assert told == [
        ("received", "由陈站负责，3 个工作日内答复受不受理。"),
        ("handed", "现在由林晓负责。"),
        ("stage", "已受理。"),
    ]


def test_what_the_lead_assigned_stays_with_whom_she_chose(station, tang, lin, chen):
    referral = make_referral(tang)
    loops.assign(referral.loop, by=actor_for(chen), to=lin)

    rules.accept(referral, by=actor_for(chen))

    loop = Loop.objects.get(pk=referral.pk)
    assert (loop.owner, Case.objects.get().loop.owner) == (lin, lin)


def test_a_colleague_does_not_take_what_was_assigned_to_another(room, station, tang, lin, chen, he):
    referral = make_referral(tang)
    loops.assign(referral.loop, by=actor_for(chen), to=he)

    with pytest.raises(Refused, match="已经派给何川"):
        rules.accept(referral, by=actor_for(lin))


def test_a_number_the_station_knows_goes_on_in_the_file_that_is_there(station, tang, lin):
    number = make_number(date(1947, 3, 1))
    known = make_person("向素芬", station, number=number)
    referral = make_referral(tang, Newcomer("向素芳", "2", number_kind="ric", number=number))
    assert [m.person for m in queries.matches(referral, actor_for(lin))] == [known]
    assert queries.matches(referral, actor_for(tang)) == []

    rules.accept(referral, by=actor_for(lin))

    assert Case.objects.get().loop.person == known
    assert Person.objects.get(pk=referral.person.pk).state == "merged"
    assert Referral.objects.get().person.name == "向素芳"


def test_a_resident_of_a_sister_station_is_served_here_too(station, sister, tang, lin):
    number = make_number(date(1947, 3, 1))
    known = make_person("向素芬", sister, number=number)
    referral = make_referral(tang, Newcomer("向素芬", "2", number_kind="ric", number=number))

    rules.accept(referral, by=actor_for(lin))

    case = Case.objects.get()
    assert (case.loop.person, case.loop.unit) == (known, station)
    assert known in Person.objects.visible_to(actor_for(lin))


def test_one_case_answers_two_referrers(station, tang, sun, lin, chen):
    number = make_number(date(1947, 3, 1))
    first = make_referral(tang, Newcomer("向素芬", "2", number_kind="ric", number=number))
    rules.accept(first, by=actor_for(lin))
    second = make_referral(sun, Newcomer("向素芬", "2", number_kind="ric", number=number))

    rules.accept(second, by=actor_for(chen))

    second = Referral.objects.get(pk=second.pk)
    assert (second.result, Case.objects.count()) == (Case.objects.get().loop, 1)
    assert second.loop.owner == lin
    assert _contact_met(second) is False

    make_record(lin, first.person, thread=second.result)
    assert (_contact_met(first), _contact_met(second)) == (True, False)
    rules.inform(second, by=actor_for(lin), words="已在服务。", level="status")
    assert _contact_met(second) is True


def test_it_is_journalled_with_the_case_within_it(station, tang, lin):
    referral = make_referral(tang)

    rules.accept(referral, by=actor_for(lin))

    entry = Entry.objects.get(verb="referral.accept")
    assert (entry.user, entry.target) == (lin.pk, referral.pk)
    assert entry.changes["state"] == ["sent", "accepted"]
    assert Entry.objects.get(verb="case.open").within == entry.act


def test_what_is_accepted_is_not_accepted_again(station, tang, lin, chen):
    referral = make_referral(tang)
    rules.accept(referral, by=actor_for(lin))

    with pytest.raises(Refused, match="不能受理"):
        rules.accept(referral, by=actor_for(chen))


def test_what_was_withdrawn_is_not_accepted(station, tang, lin):
    referral = make_referral(tang)
    rules.withdraw(referral, by=actor_for(tang))

    with pytest.raises(Refused, match="已经结束"):
        rules.accept(referral, by=actor_for(lin))


def test_strangers_do_not_accept(station, rival, tang, zheng, zhao, zhou, wu):
    referral = make_referral(tang)
    for user, error in (
        (zheng, Unseen),
        (zhao, Unseen),
        (zhou, Unseen),
        (tang, NotAllowed),
        (wu, NotAllowed),
    ):
        with pytest.raises(error):
            rules.accept(referral, by=actor_for(user))


def _contact_met(referral):
    return Milestone.objects.filter(loop=referral.pk, code="contact", met_at__isnull=False).exists()


def test_the_auditor_reads_the_whole_acceptance_as_one_line_in_chinese(
    client, station, tang, lin, shen
):
    rules.accept(make_referral(tang), by=actor_for(lin))
    client.force_login(shen)

    page = client.get("/journal").content.decode()

    table = re.sub(r"<[^>]+>", " ", page.split("<table", 1)[1].split("</table>", 1)[0])
    assert len(re.findall(r"受理转介", table)) == 1
    assert [
        words for words in ("开案", "立一件事", "开始照管", "写回音") if words not in table
    ] == []
    assert re.findall(r"\b(?:[a-z]+)\.[a-z_]+", table) == []
