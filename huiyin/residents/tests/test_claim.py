"""Somebody outside names a resident. Nothing tells her whether the station knows that resident."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Entry
from huiyin.core import secret
from huiyin.core.gb import NumberKind, Sex
from huiyin.demo.builders import access
from huiyin.demo.builders import residents as make
from huiyin.residents import queries, rules
from huiyin.residents.models import NoNumber, Person, State
from huiyin.residents.tests.conftest import NUMBER


def claim(by, station, **facts):
    given = {"name": "向秀芬", "sex": "2", "number": NUMBER, "number_kind": "ric"}
    return rules.claim(by=by, unit=station, **(given | facts))


def shape(sql):
    """What a statement does and to which table, without the values."""
    return re.findall(r'^[A-Z]+|(?:FROM|INTO|UPDATE) "\w+"', sql)


def test_a_claimed_person_waits_to_be_checked(inside, tang, station):
    person = claim(inside(tang), station, phone="138 0000 2607", address="新街 1 号")

    assert (person.state, person.unit, person.pinyin, person.initials) == (
        State.CLAIMED,
        station,
        "xiangxiufen",
        "xxf",
    )
    assert (person.number_mask, person.address_mask) == (
        secret.mask_number(NUMBER),
        "已登记，需要时查看",
    )
    assert [(p.mask, p.tail_fp) for p in person.phones.all()] == [
        ("138****2607", secret.fingerprint("phone-tail", "2607"))
    ]


def test_birthday_and_sex_are_read_from_the_number_and_never_asked_twice(inside, tang, station):
    person = claim(inside(tang), station, sex=Sex.UNKNOWN)

    assert (person.birth_on, person.sex) == (date(1948, 3, 2), Sex.FEMALE)


def test_without_a_number_the_file_says_what_is_still_to_be_asked(inside, tang, station):
    person = claim(inside(tang), station, number="", number_kind="ric")

    assert (person.number_kind, person.number_fp, person.no_number_why) == (
        NumberKind.NONE,
        "",
        NoNumber.NOT_GIVEN,
    )


def test_a_known_number_is_claimed_by_the_very_same_steps_as_an_unknown_one(
    inside, tang, station, xiang
):
    by = inside(tang)
    claim(by, station, number=make.make_number(date(1950, 1, 1)))  # warm what is read once
    runs = []
    for number in (NUMBER, make.make_number(date(1951, 1, 1))):
        with CaptureQueriesContext(connection) as run:
            person = claim(by, station, number=number)
        runs.append([shape(query["sql"]) for query in run.captured_queries])
        assert person.state == State.CLAIMED

    assert runs[0] == runs[1]


def test_the_clerk_sees_her_own_claim_and_never_the_file_it_resembles(
    inside, tang, station, committee, xiang
):
    person = claim(inside(tang), station)
    rules.begin_care(person, by=inside(tang), organisation=committee, grade="source", why="转介")
    clerk = access.actor_for(tang)

    assert list(Person.objects.visible_to(clerk)) == [person]
    assert queries.find(NUMBER, clerk) == [person]
    assert queries.matches(person, clerk) == []


def test_whom_the_station_knew_already_stays_in_the_clerks_list_as_whom_it_did_not(
    inside, tang, station, committee, xiang, signed_in
):
    """Two claims, one folded into a known file when the station takes it up, the other simply taken in."""
    known = claim(inside(tang), station, name="向秀芬")
    never = claim(inside(tang), station, name="向秀芳", number=make.make_number(date(1950, 1, 1)))
    for person in (known, never):
        rules.begin_care(
            person, by=inside(tang), organisation=committee, grade="source", why="转介"
        )
        rules.take_in(person, by=inside(tang), unit=station)
    known.refresh_from_db()
    never.refresh_from_db()
    assert (known.state, never.state) == (State.MERGED, State.KNOWN)

    desk, clerk = signed_in(tang), access.actor_for(tang)
    assert queries.recent(clerk) == [never, known]
    shown = []
    for person in (known, never):
        with CaptureQueriesContext(connection) as run:
            assert queries.find(person.name, clerk) == [person]
        options = desk.post("/find/list", {"q": person.name}).content.decode()
        for own in (str(person.pk), person.name):
            options = options.replace(own, "…")
        options = options.replace(f"{person.age}岁", "…")
        shown.append(([shape(query["sql"]) for query in run.captured_queries], options))
    assert shown[0] == shown[1]


def test_another_committee_does_not_see_the_claim(inside, tang, sun, station, committee):
    person = claim(inside(tang), station)
    rules.begin_care(person, by=inside(tang), organisation=committee, grade="source", why="转介")

    assert list(Person.objects.visible_to(access.actor_for(sun))) == []


def test_inner_rules_are_called_by_rules_only(tang, station):
    with pytest.raises(RuntimeError, match="inner"):
        claim(access.actor_for(tang), station)


def test_the_journal_holds_neither_name_nor_number_nor_birthday(lin, actor):
    rules.register(
        by=actor(lin), name="向秀芬", sex="2", number=NUMBER, number_kind="ric", phone="13800002607"
    )

    entry = Entry.objects.get(verb="person.register")
    assert {k: v[1] for k, v in entry.changes.items() if v[1] == "***"} == dict.fromkeys(
        ("name", "pinyin", "initials", "birth_on", "number", "number_fp", "number_mask"), "***"
    )
    assert [w for w in ("向秀芬", "xiang", "1948", "2607") if w in str(entry.changes)] == []
