"""A committee refers a resident: it has an owner and dates at once, and nothing tells whom the station knows."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for, make_organisation, make_post, make_user
from huiyin.demo.builders.contracts import make_matter
from huiyin.demo.builders.referrals import PHONE, PROBLEM, make_referral
from huiyin.demo.builders.residents import make_number, make_person
from huiyin.loops import heard, receipts
from huiyin.loops.models import Loop
from huiyin.notices.models import Message
from huiyin.places import calendar
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer
from huiyin.residents.models import Care, Consent, Member, Person

FRIDAY = "2026-01-16 10:42+08:00"
pytestmark = pytest.mark.django_db


@time_machine.travel(FRIDAY)
def test_a_referral_has_an_owner_clocks_and_a_number_at_once(station, committee, chen, tang):
    referral = make_referral(tang, "邹桂兰")

    loop = referral.loop
    assert (loop.kind, loop.unit, loop.owner, loop.seat, loop.turn) == (
        "referral", station, chen, chen.seat, "us",
    )  # fmt: skip
    assert (loop.asker_org, loop.asker_user, loop.asker_name) == (committee, tang, "唐玉珍")
    assert (loop.agreed, loop.urgent, loop.state) == ("summary", False, "open")
    assert receipts.valid(loop.receipt or "")
    due = {m.code: clock.local(m.due_at).strftime("%m-%d %H:%M") for m in loop.milestones.all()}
    a_month_on = clock.local(calendar.add_months(clock.now(), 1)).strftime("%m-%d %H:%M")
    assert due == {"answer": "01-21 17:30", "contact": "01-23 17:30", "note": a_month_on}
    assert (referral.state, referral.source, referral.entered_by) == ("sent", "online", tang)


def test_what_was_written_is_sealed_under_the_residents_key(station, tang, chen):
    referral = Referral.objects.get(pk=make_referral(tang).pk)

    assert str(referral.problem) == "•••"
    assert referral.problem.token.split(".")[2] == f"p-{referral.person.pk.hex}"
    assert secret.open(referral, "problem", by=actor_for(chen)) == PROBLEM


def test_the_resident_is_claimed_at_the_station_and_the_committee_may_name_her_again(
    station, committee, tang
):
    referral = make_referral(tang, Newcomer("邹桂兰", "2", date(1951, 8, 4), phone="13802364170"))

    person = referral.person
    assert (person.name, person.state, person.unit) == ("邹桂兰", "claimed", station)
    care = Care.objects.get()
    assert (care.person, care.organisation, care.grade, care.cause) == (
        person, committee, "source", referral.pk,
    )  # fmt: skip
    assert list(Person.objects.visible_to(actor_for(tang))) == [person]


def test_it_lies_with_the_room_of_the_community_where_there_is_one(room, station, tang, chen, he):
    referral = make_referral(tang)

    assert (referral.loop.unit, referral.loop.owner) == (room, chen)
    assert list(Referral.objects.visible_to(actor_for(he))) == [referral]


def test_consent_is_noted_with_its_level_and_its_recipient(station, committee, tang):
    referral = make_referral(tang, agreed="detail", consent="guardian")

    said = Consent.objects.order_by("kind").values_list("kind", "level", "recipient", "guardian")
    assert list(said) == [("feedback", "detail", committee.pk, True), ("referral", "", None, True)]
    assert (referral.consent, referral.loop.agreed) == (
        Consent.objects.get(kind="feedback"),
        "detail",
    )


def test_nobody_asked_in_danger_means_nothing_but_the_state_goes_back(station, tang):
    referral = make_referral(tang, urgency="danger", consent="danger", agreed="detail")

    assert (referral.consent, referral.loop.agreed, referral.loop.urgent) == (None, "status", True)
    assert Consent.objects.count() == 0


def test_without_consent_and_without_danger_it_is_not_sent(station, tang):
    with pytest.raises(Refused, match="本人同意"):
        make_referral(tang, consent="danger")
    assert Loop.objects.count() == 0


@time_machine.travel(FRIDAY)
def test_urgent_is_answered_the_same_day(station, tang):
    loop = make_referral(tang, urgency="urgent").loop

    answer = loop.milestones.get(code="answer")
    assert clock.local(answer.due_at).isoformat() == "2026-01-16T17:30:00+08:00"


def test_a_household_is_sent_in_one_go(station, tang):
    first = make_referral(
        tang, Newcomer("谭建国", "1", relation="0"), Newcomer("谭小雨", "2", relation="3")
    )

    pair = list(Referral.objects.order_by("loop__person__name").select_related("loop__person"))
    assert [(r.together, r.person.name) for r in pair] == [
        (first.pk, "谭小雨"), (first.pk, "谭建国"),
    ]  # fmt: skip
    assert len({r.loop.receipt for r in pair}) == 2
    home = Member.objects.order_by("relation").values_list("person__name", "relation", "household")
    assert [(name, relation) for name, relation, _ in home] == [("谭建国", "0"), ("谭小雨", "3")]
    assert len({household for _, _, household in home}) == 1


def test_a_household_is_sent_whole_or_not_at_all(station, tang):
    seen = make_referral(tang, "谭建国").person
    before = Loop.objects.count()

    with pytest.raises(Refused, match="已经由您转过"):
        make_referral(tang, "谭小雨", seen)
    assert (Loop.objects.count(), Person.objects.filter(name="谭小雨").count()) == (before, 0)


def test_the_same_resident_is_not_sent_twice_while_it_is_open(station, tang):
    person = make_referral(tang).person

    with pytest.raises(Refused, match="向素芬已经由您转过"):
        make_referral(tang, person)


def test_another_committees_open_referral_is_not_spoken_of(station, tang, sun):
    number = make_number(date(1947, 3, 1))
    make_referral(tang, Newcomer("向素芬", "2", number_kind="ric", number=number))

    twin = make_referral(sun, Newcomer("向素芬", "2", number_kind="ric", number=number))

    assert (twin.state, Loop.objects.count()) == ("sent", 2)


def test_a_known_number_answers_exactly_as_an_unknown_one(station, tang, sun):
    known, unknown = make_number(date(1947, 3, 1)), make_number(date(1947, 3, 1), serial=2)
    make_person("向素芬", station, number=known)
    make_matter()
    make_referral(tang, "先来一位")

    told = []
    for number in (unknown, known):
        with CaptureQueriesContext(connection) as queries:
            referral = make_referral(sun, Newcomer("向素芬", "2", number_kind="ric", number=number))
        echoes = [
            (e.kind, e.status, e.words) for e in heard.heard(referral.loop, by=actor_for(sun))
        ]
        told.append((len(queries), echoes, referral.state, referral.person.state))
    assert told[0] == told[1]


@time_machine.travel(FRIDAY)
def test_the_committee_is_told_who_and_when_in_its_inbox(station, committee, tang):
    referral = make_referral(tang)

    told = Message.objects.get(to_org=committee)
    words = secret.open(told, "words", by=actor_for(tang))
    assert words == "向素芬：收到了。由陈站负责，3 个工作日内答复受不受理。"
    assert told.url == f"/referrals/{referral.pk}"


def test_what_cannot_be_referred_is_not_sent_and_says_where_to_go(station, tang):
    with pytest.raises(Refused) as no:
        make_referral(tang, matter="enforce")
    assert str(no.value) == (
        "“违建、噪声、占道执法”不能转给社工站，没有交上：执法和处罚要有执法权，社工站没有。"
        "请找街道综合执法大队，或打 12345。"
    )
    assert (Referral.objects.count(), Person.objects.count()) == (0, 0)


def test_a_boundary_that_changed_meanwhile_asks_to_look_again(station, tang):
    row = make_matter("jobs")
    row.until = clock.today()
    row.save()

    with pytest.raises(Refused, match="刚改过"):
        rules.send(
            by=actor_for(tang), station=station, people=[Newcomer("向素芬")], matter=row, problem="…",
            agreed="status", consent="self", contact_name="唐", contact_phone=PHONE,
        )  # fmt: skip


def test_a_clerk_cannot_send_to_a_station_of_another_street(station, sister, tang):
    with pytest.raises(Refused, match="不在您能转的范围里"):
        make_referral(tang, station=sister)


def test_nine_people_are_more_than_one_form_holds(station, tang):
    with pytest.raises(Refused, match="1 到 8 位"):
        make_referral(tang, *[f"居民{n}" for n in "一二三四五六七八九"])


def test_the_same_act_sends_once(station, tang):
    ask = {
        "station": station, "people": [Newcomer("向素芬")], "matter": make_matter(), "problem": PROBLEM,
        "agreed": "status", "consent": "self", "contact_name": "唐玉珍", "contact_phone": PHONE,
    }  # fmt: skip
    act = uuid7()

    first = rules.send(by=actor_for(tang), act=act, **ask)
    again = rules.send(by=actor_for(tang), act=act, **ask)

    assert (first, Referral.objects.count()) == (again, 1)


def test_the_client_may_name_it(station, tang):
    name = uuid4()
    assert make_referral(tang, id=name).pk == name


def test_sending_is_journalled_without_a_name(station, tang):
    referral = make_referral(tang, "邹桂兰")

    entry = Entry.objects.get(verb="referral.send")
    assert (entry.user, entry.target) == (tang.pk, referral.pk)
    every = " ".join(str(e.changes) for e in Entry.objects.all())
    assert ("邹桂兰" in every, PROBLEM in every, PHONE in every) == (False, False, False)


def test_a_successor_in_the_committee_sees_what_it_asked(station, committee, tang):
    referral = make_referral(tang)
    heir = make_user("heir", "白露")
    make_post(heir, "committee", organisation=committee)

    assert list(Referral.objects.visible_to(actor_for(heir))) == [referral]


def test_who_sees_a_referral(station, rival, cast, tang):
    referral = make_referral(tang)

    seen = {
        name: list(Referral.objects.visible_to(actor_for(user))) == [referral]
        for name, user in vars(cast).items()
    }
    assert {name for name, sees in seen.items() if sees} == {"lin", "chen", "he", "tang"}


def test_a_worker_does_not_send_and_a_clerk_does_not_enter(station, lin, tang):
    with pytest.raises(NotAllowed):
        rules.enter(by=actor_for(tang), source="phone", people=[Newcomer("向")], matter=make_matter(),
                    problem="…", agreed="status", consent="self", contact_name="唐", contact_phone=PHONE)  # fmt: skip
    with pytest.raises(NotAllowed):
        rules.send(by=actor_for(lin), station=station, people=[Newcomer("向")], matter=make_matter(),
                   problem="…", agreed="status", consent="self", contact_name="林", contact_phone=PHONE)  # fmt: skip


def test_a_district_body_chooses_its_station(station, sister):
    bureau = make_organisation("department", "区残联", "500108")
    clerk = make_user("ran", "冉科")
    make_post(clerk, "department", organisation=bureau)

    assert make_referral(clerk, station=sister).loop.unit == sister
