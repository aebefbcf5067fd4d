"""The auditor's page: who did what, found by person, verb and day, with names but nothing that is closed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access.rules import accounts, units
from huiyin.audit import directory, queries
from huiyin.audit.models import Entry
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.demo.builders import access as make

ALL = queries.Asked()


@pytest.fixture
def told(gao, an, committee, lin):
    """高 renamed a committee and unlocked 林; 安 was denied the journal."""
    by = make.actor_for(gao)
    units.edit_organisation(committee, by=by, name="新名")
    accounts.unlock(lin, by=by)


def page(client, shen, query=""):
    client.force_login(shen)
    return client.get(f"/journal{query}")


def verbs(asked, actor):
    return [line.entry.verb for line in queries.journal(actor, asked)[0]]


def test_the_page_names_people_and_verbs_and_shows_each_change(client, shen, told):
    text = page(client, shen).content.decode()

    assert "高工" in text
    assert "改组织" in text
    assert "石溪社区居委会 → 新名" in text.replace("\n", " ")


def test_it_is_found_by_person_verb_day_row_and_denial(client, shen, an, told, committee):
    actor = make.actor_for(shen)
    client.force_login(an)
    client.get("/journal")

    assert verbs(ALL, actor) == ["journal.read", "account.unlock", "organisation.edit"]
    assert verbs(queries.Asked(who="安"), actor) == ["journal.read"]
    assert verbs(queries.Asked(who="没有这个人"), actor) == []
    assert verbs(queries.Asked(verb="account.unlock"), actor) == ["account.unlock"]
    assert verbs(queries.Asked(denied=True), actor) == ["journal.read"]
    assert verbs(queries.Asked(target=str(committee.pk)), actor) == ["organisation.edit"]
    today = clock.today()
    assert len(verbs(queries.Asked(since=today, until=today), actor)) == 3
    assert verbs(queries.Asked(since=today + timedelta(days=1)), actor) == []
    assert verbs(queries.Asked(until=today - timedelta(days=1)), actor) == []


def test_the_day_is_the_day_in_beijing(shen, gao, committee):
    with time_machine.travel("2026-03-01T16:30:00Z"):  # half past midnight on the second
        units.edit_organisation(committee, by=make.actor_for(gao), name="新名")
    actor = make.actor_for(shen)

    day = clock.local(Entry.objects.get().at).date()
    assert str(day) == "2026-03-02"
    assert verbs(queries.Asked(since=day, until=day), actor) == ["organisation.edit"]


def test_the_pages_turn_without_losing_or_repeating_a_line(
    client, shen, gao, committee, monkeypatch
):
    monkeypatch.setattr(queries, "SIZE", 3)
    for n in range(7):
        units.edit_organisation(committee, by=make.actor_for(gao), name=f"{n}")
    actor, seen, before = make.actor_for(shen), [], ""
    while True:
        lines, before = queries.journal(actor, ALL, before=before)
        seen += [line.entry.pk for line in lines]
        if not before:
            break

    assert seen == list(Entry.objects.order_by("-id").values_list("pk", flat=True))
    first = page(client, shen, "?verb=organisation.edit").content.decode()
    assert "?verb=organisation.edit&amp;before=" in first


def test_a_filter_that_makes_no_sense_is_said(client, shen, told):
    answer = page(client, shen, "?since=昨天")

    assert answer.status_code == 422


def test_a_cursor_that_makes_no_sense_is_the_first_page(client, shen, told):
    assert "改组织" in page(client, shen, "?before=x").content.decode()


def test_nothing_is_found_is_said(client, shen):
    assert "没有这样的日志" in page(client, shen).content.decode()


def test_a_line_of_a_job_and_of_somebody_unknown(shen, committee):
    system = Actor.system("夜里的活", chain="500108", can=frozenset({"organisation.edit"}))
    units.edit_organisation(committee, by=system, name="新名")
    Entry.objects.create(verb="x.y", act=Entry().pk, user=Entry().pk, label="", chain="0", args="")

    lines, _ = queries.journal(make.actor_for(shen), ALL)

    assert [(line.who, line.what) for line in lines] == [
        ("一个已不在的账号", "x.y"),
        ("夜里的活", "改组织"),
    ]


def test_it_costs_the_same_for_few_and_for_many(client, shen, gao, committee):
    by, costs = make.actor_for(gao), []
    page(client, shen)
    for n in (1, 20):
        for i in range(n):
            units.edit_organisation(committee, by=by, name=f"{n}-{i}")
        with CaptureQueriesContext(connection) as asked:
            client.get("/journal")
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_without_a_directory_the_journal_still_reads(shen, told, monkeypatch):
    monkeypatch.setattr(directory, "_names", [])
    monkeypatch.setattr(directory, "_find", [])

    lines, _ = queries.journal(make.actor_for(shen), ALL)

    assert {line.who for line in lines} == {"一个已不在的账号"}
    assert directory.ids_of("林") == []


def test_everybody_sees_her_own_lines_and_no_others(gao, lin, told):
    assert Entry.objects.visible_to(make.actor_for(gao)).count() == 2
    assert Entry.objects.visible_to(make.actor_for(lin)).count() == 0


@rule("test.outer", needs="own")
def _outer(row, *, by, words=("一",)):
    for word in words:
        _middle(row, by=by, word=word)
    return row


@rule("test.middle", inner=True)
def _middle(row, *, by, word):
    _innermost(row, by=by, word=word)


@rule("test.innermost", inner=True)
def _innermost(row, *, by, word):
    row.name = word
    row.save()


def test_an_act_is_one_line_and_unfolds_to_all_its_steps(client, shen, gao, committee):
    directory.words(
        {"test.outer": "外面的一步", "test.middle": "中间的", "test.innermost": "里面的"}
    )
    _outer(committee, by=make.actor_for(gao), words=("一", "二"))

    lines, _ = queries.journal(make.actor_for(shen), ALL)

    assert [(line.what, [step.what for step in line.steps]) for line in lines] == [
        ("外面的一步", ["中间的", "里面的", "中间的", "里面的"])
    ]
    assert [step.changes for step in lines[0].steps][1::2] == [
        [("name", "石溪社区居委会", "一")],
        [("name", "一", "二")],
    ]
    text = page(client, shen).content.decode()
    assert "其中 4 步" in text
    assert "test." not in text.split("<table", 1)[1].split("</table>", 1)[0]


def test_an_act_is_found_by_what_was_done_within_it(shen, gao, committee, station):
    _outer(committee, by=make.actor_for(gao))
    actor = make.actor_for(shen)

    assert verbs(queries.Asked(verb="test.innermost"), actor) == ["test.outer"]
    assert verbs(queries.Asked(target=str(committee.pk)), actor) == ["test.outer"]
    assert verbs(queries.Asked(verb="test.innermost", target=str(Entry().pk)), actor) == []


def test_steps_cost_one_query_however_many_there_are(
    shen, gao, committee, django_assert_num_queries
):
    by, actor = make.actor_for(gao), make.actor_for(shen)
    for n in (1, 12):
        for _ in range(n):
            _outer(committee, by=by, words=("甲", "乙") * n)
        with django_assert_num_queries(3):
            queries.journal(actor, ALL)
