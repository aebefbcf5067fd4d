"""Timelines and lists: in order, in sight, and at one price whatever their length."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.records import queries, rules
from huiyin.records.queries import Asked
from huiyin.residents import rules as residents


def days_ago(n):
    return clock.now() - timedelta(days=n)


def test_a_persons_deeds_come_newest_first_and_page_by_page(lin, xiang):
    made = [make_record(lin, xiang, at=days_ago(n)) for n in range(4)]
    by = actor_for(lin)

    first = queries.of_person(xiang, by, n=2)
    rest = queries.of_person(xiang, by, n=2, before=first[-1].at)

    assert [r.pk for r in first + rest] == [r.pk for r in made]


def test_a_merged_persons_deeds_are_on_one_line(lin, chen, station, xiang):
    twin = make_person("向素芬", station)
    old, new = make_record(lin, twin, at=days_ago(3)), make_record(lin, xiang, at=days_ago(1))
    residents.merge(twin, by=actor_for(chen), winner=xiang)

    assert [r.pk for r in queries.of_person(xiang, actor_for(lin))] == [new.pk, old.pk]


def test_a_matters_deeds_are_its_own_and_those_that_were_also_its(lin, station, xiang, case):
    own = make_record(lin, xiang, at=days_ago(2))
    other = make_record(lin, make_person("蒲德贵", station), at=days_ago(1))
    other.people.update(thread=case.pk)
    by = actor_for(lin)

    assert [r.pk for r in queries.of_thread(case.loop, by)] == [other.pk, own.pk]
    assert [r.pk for r in queries.of_thread(case.loop, by, before=other.at)] == [own.pk]


def test_a_list_is_filtered_sorted_and_paged_by_key(lin, he, room, xiang):
    make_record(he, make_person("冉国华", room), kind="call")
    made = [make_record(lin, xiang, at=days_ago(n)) for n in range(3)]
    by = actor_for(lin)
    asked = Asked(kind="visit", worker=lin.pk, person=xiang.pk, until=clock.today())

    first, beyond = queries.page(queries.listed(by, asked), asked, n=2)
    rest, end = queries.page(queries.listed(by, asked), asked, beyond=beyond, n=2)
    assert ([r.pk for r in first + rest], end) == ([r.pk for r in made], "")

    upward = Asked(oldest=True, thread=None, kind="visit")
    first, beyond = queries.page(queries.listed(by, upward), upward, n=2)
    rest, _ = queries.page(queries.listed(by, upward), upward, beyond=beyond, n=2)
    assert [r.pk for r in first + rest] == [r.pk for r in reversed(made)]


def test_void_ones_are_listed_only_when_asked_for(lin, xiang):
    record = make_record(lin, xiang)
    rules.void(record, by=actor_for(lin), why="记重了")
    by = actor_for(lin)

    assert list(queries.listed(by, Asked())) == []
    assert list(queries.listed(by, Asked(void=True))) == [record]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, lin, xiang, n):
    for k in range(n):
        make_record(lin, xiang, at=days_ago(k))
    client.force_login(lin)
    client.get("/records")  # the session's own first write

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/records").content.decode()

    assert (page.count('id="record-'), len(asked)) == (n, LISTED)


LISTED = 17


def test_another_operator_of_the_street_sees_none_of_it(client, lin, zheng, rival, xiang):
    make_record(lin, xiang, note="绝不能漏出去的话")
    theirs = make_record(zheng, make_person("别站居民", rival))
    client.force_login(zheng)

    page = client.get("/records").content.decode()

    assert ("绝不能漏出去的话" in page, "向素芬" in page, str(theirs.pk) in page) == (
        False,
        False,
        True,
    )
