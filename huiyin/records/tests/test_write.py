"""A deed is written once, and what follows from it happens in the same act."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import make_referral
from huiyin.demo.builders.residents import make_person
from huiyin.loops.models import Loop
from huiyin.records import queries, rules
from huiyin.records.models import Record, RecordPerson, RecordWorker
from huiyin.referrals import rules as referrals


def test_a_visit_is_one_row_with_whom_who_and_how_long(lin, station, xiang, case):
    record = make_record(lin, xiang, minutes=50, note="夜里睡不好。")

    assert (record.unit_id, record.thread_id, record.about_id) == (station.pk, case.pk, xiang.pk)
    assert (record.on, record.minutes, record.klass) == (clock.today(), 50, "professional")
    assert list(record.people.values_list("person", "part", "thread")) == [
        (xiang.pk, "served", case.pk)
    ]
    assert list(record.workers.values_list("user", "minutes")) == [(lin.pk, 50)]
    assert secret.open(record, "note", by=actor_for(lin)) == "夜里睡不好。"


def test_it_is_journalled_without_its_words(lin, xiang):
    record = make_record(lin, xiang, note="她哭了很久。")

    entry = Entry.objects.get(verb="record.write")
    assert (entry.user, entry.target, entry.changes["note"]) == (lin.pk, record.pk, [None, "***"])


def test_without_a_matter_of_hers_it_stands_alone(lin, station):
    record = make_record(lin, make_person("蒲德贵", station))

    assert (record.thread, record.klass, record.domain) == (None, "professional", "affairs")


@pytest.mark.parametrize(
    ("born", "domain"),
    [(date(1948, 1, 1), "elderly"), (date(2016, 1, 1), "children"), (date(1990, 1, 1), "affairs")],
)
def test_the_domain_is_proposed_from_her_age(lin, station, born, domain):
    assert make_record(lin, make_person("冉国华", station, birth_on=born)).domain == domain


def test_what_is_still_owed_becomes_a_promise_below_the_case(lin, xiang, case):
    soon = clock.today() + timedelta(days=2)
    make_record(lin, xiang, owed="帮她去卫生中心开药", owed_on=soon)

    promise = Loop.objects.get(kind="promise")
    assert (promise.parent_id, promise.owner, promise.person) == (case.pk, lin, xiang)
    assert promise.due_at == clock.at(soon, "17:30")


def test_the_first_meeting_meets_the_clock_of_the_committees_ask(lin, chen, tang, station, room):
    referral = make_referral(tang, "邹桂兰")
    referrals.accept(referral, by=actor_for(chen))
    record = make_record(chen, referral.person, kind="call")

    contact = referral.loop.milestones.get(code="contact")
    assert (contact.met_at is not None, contact.evidence) == (True, record.pk)


def test_a_knock_at_a_closed_door_is_no_contact(chen, tang, station, room):
    referral = make_referral(tang, "邹桂兰")
    referrals.accept(referral, by=actor_for(chen))
    make_record(chen, referral.person, kind="missed")

    assert referral.loop.milestones.get(code="contact").met_at is None


def test_heads_without_names_are_counted_and_nobody_is_linked(lin):
    record = make_record(lin, heads=12, klass="admin", note="讲高龄津贴。")

    assert (record.heads, record.people.count(), record.about) == (12, 0, None)


def test_a_meeting_among_ourselves_serves_nobody(lin, xiang):
    assert make_record(lin, klass="internal", kind="meeting", note="晨会").klass == "internal"
    with pytest.raises(Refused, match="内部的事不服务居民"):
        make_record(lin, xiang, klass="internal")
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(klass="internal").update(heads=3)


def test_a_deed_that_served_nobody_is_asked_about(lin):
    with pytest.raises(Refused, match="服务了谁"):
        make_record(lin)


def test_what_has_not_happened_yet_is_no_deed(lin, xiang):
    with pytest.raises(Refused, match="还没有到"):
        make_record(lin, xiang, at=clock.now() + timedelta(hours=1))


def test_with_two_people_served_the_words_are_under_no_ones_key(lin, station, xiang):
    other = make_person("蒲德贵", station)
    record = make_record(lin, xiang, other)

    assert record.about is None
    assert set(record.people.values_list("person", flat=True)) == {xiang.pk, other.pk}


def test_a_helper_gets_her_minutes_and_methods_are_kept(lin, he, xiang):
    record = make_record(lin, xiang, minutes=30, helpers=(he,), methods=("cbt",))

    assert set(record.workers.values_list("user", "minutes")) == {(lin.pk, 30), (he.pk, 30)}
    assert list(record.methods.values_list("code", flat=True)) == ["cbt"]


def test_the_same_act_twice_is_one_deed(lin, xiang):
    act = uuid7()
    made = [
        make_record(lin, xiang, act=act, at=clock.at(date(2026, 1, 5), "10:00")) for _ in range(2)
    ]

    assert made[0] == made[1]
    assert (Record.objects.count(), RecordPerson.objects.count(), RecordWorker.objects.count()) == (
        1,
        1,
        1,
    )


def test_nobody_writes_about_a_stranger(zheng, xiang):
    with pytest.raises(Unseen):
        make_record(zheng, xiang)


@pytest.mark.parametrize("who", ["tang", "wu", "gao", "an", "shen"])
def test_who_is_no_worker_writes_none(request, who):
    with pytest.raises(NotAllowed):
        rules.write(by=actor_for(request.getfixturevalue(who)), minutes=5, kind="call", heads=1)


def test_sessions_count_what_was_kept_and_how_long(lin, xiang, case):
    first, second = make_record(lin, xiang, minutes=30), make_record(lin, xiang, minutes=45)
    assert queries.sessions(case.loop) == queries.Sessions(2, 75)

    rules.void(first, by=actor_for(lin), why="记重了")

    assert queries.sessions(case.loop) == queries.Sessions(1, 45)
    assert (queries.sessions(case.loop).hours, queries.last_met(case.loop)) == ("0.8", second.on)
