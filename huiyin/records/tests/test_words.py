"""A deed is seen by the whole station; its words only by who did it, who cares for the person, or who said why."""

from datetime import timedelta

import pytest

from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.loops import make_pass
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_care, make_person
from huiyin.records import queries, rules
from huiyin.records.models import Record
from huiyin.residents import rules as residents

LEAK = "绝不能漏出去的话"


def read(user):
    [deed] = queries.deeds(Record.objects.all(), by=actor_for(user))
    return deed.note


def test_who_did_it_reads_it_and_a_colleague_does_not(lin, mei, xiang):
    make_record(lin, xiang, note=LEAK)

    assert (read(lin), read(mei)) == (LEAK, "")


def test_her_carer_her_lead_and_who_stated_a_need_read_it(lin, he, mei, chen, station):
    person = make_person("石永寿", station)
    make_record(lin, person, note=LEAK)

    before = read(mei)
    residents.reveal(
        person, by=actor_for(mei), purpose="visit", words="替林晓去一次", what="narrative"
    )
    told = read(mei)
    make_care(person, user=he)

    assert (before, told, read(chen), read(he)) == ("", LEAK, LEAK, LEAK)


def test_of_two_people_served_both_must_be_hers(lin, mei, station, xiang):
    other = make_person("蒲德贵", station)
    make_record(lin, xiang, other, note=LEAK)
    make_care(xiang, user=mei)
    one = read(mei)
    make_care(other, user=mei)

    assert (one, read(mei)) == ("", LEAK)


def test_a_child_is_not_read_about_by_the_lead_without_leave(lin, chen, station):
    child = make_person("谭小禾", station, birth_on=clock.today() - timedelta(days=3000))
    make_record(lin, child, note=LEAK)

    assert (read(lin), read(chen)) == (LEAK, "")


def test_a_deed_for_unnamed_heads_tells_about_nobody(lin, mei):
    make_record(lin, heads=12, note="讲高龄津贴。")

    assert read(mei) == "讲高龄津贴。"


def test_a_pass_opens_the_deeds_of_its_matter(lin, mei, xiang, case):
    make_record(lin, xiang, note=LEAK)
    make_pass(
        case.loop, mei, by=lin, since=clock.now() - timedelta(days=1), until=clock.now() + timedelta(days=1)
    )  # fmt: skip

    assert read(mei) == LEAK


@pytest.mark.parametrize("page", ["/records", "/records/{record}", "/records/of/{person}"])
def test_no_page_gives_the_words_to_a_colleague(client, lin, mei, xiang, page):
    record = make_record(lin, xiang, note=LEAK)
    at = page.format(record=record.pk, person=xiang.pk)

    shown = {}
    for user in (lin, mei):
        client.force_login(user)
        shown[user] = client.get(at).content.decode()

    assert [LEAK in shown[user] for user in (lin, mei)] == [True, False]
    assert ["写的只给看顾的同事看" in shown[user] for user in (lin, mei)] == [False, True]


def test_the_private_words_are_for_herself_and_her_lead(client, lin, mei, chen, xiang):
    record = make_record(lin, xiang, private_note=LEAK)
    make_care(xiang, user=mei)

    shown = {}
    for user in (lin, chen, mei):
        client.force_login(user)
        shown[user] = LEAK in client.get(f"/records/{record.pk}").content.decode()

    assert list(shown.values()) == [True, True, False]


def test_an_earlier_text_is_as_shut_as_the_present_one(client, lin, mei, xiang):
    record = make_record(lin, xiang, note=LEAK)
    rules.correct(record, by=actor_for(lin), version=1, note="改过的话")
    client.force_login(mei)

    assert LEAK not in client.get(f"/records/{record.pk}").content.decode()
