"""A case is written by who serves in it; her lead takes over, a colleague does not; her care follows the case."""

from datetime import date
from typing import Any

import pytest

from huiyin.cases import rules
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.demo.builders import access
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.residents import make_person
from huiyin.loops import rules as loops
from huiyin.places import calendar
from huiyin.residents import queries as residents
from huiyin.residents.models import Care

PAPERS: dict[str, dict[str, Any]] = {
    "intake": {"problem": "夜里睡不好。", "risks": []},
    "assess": {"personal": "独居。", "needs": "情绪低落。"},
    "plan": {"goals": "下楼。", "steps": "上门。", "sessions": 8},
    "close": {"kind": "reached", "summary": "好了。"},
    "reopen": {},
}


@pytest.fixture
def mei(station):
    user = access.make_user("mei", "梅青")
    access.make_post(user, "worker", unit=station)
    return user


@pytest.mark.parametrize("verb", PAPERS)
def test_a_colleague_is_told_whose_it_is(mei, case, verb):
    with pytest.raises(Refused, match="这个个案由林晓负责。要改由别人办，请站长派人。"):
        getattr(rules, verb)(case, by=actor_for(mei), **PAPERS[verb])


def test_the_lead_writes_for_her(chen, case):
    rules.intake(case, by=actor_for(chen), **PAPERS["intake"])

    assert case.stage == "assessing"


def test_a_colleague_is_offered_no_paper_to_write(client, lin, mei, case, xiang):
    Care.objects.create(person=xiang, user=mei, grade="carer", why="一起看望")
    shown = {}
    for user in (lin, mei):
        client.force_login(user)
        shown[user] = client.get(f"/cases/{case.pk}").content.decode()

    assert ["这一步要写的" in shown[user] for user in (lin, mei)] == [True, False]
    assert [f"/cases/{case.pk}/step" in shown[user] for user in (lin, mei)] == [True, False]


def cares(user, person):
    rows = Care.objects.standing().filter(user=user, person=person)
    return list(rows.values_list("cause", "until"))


def opened(lin, station):
    person = make_person("冉国华", station)
    by = actor_for(lin)
    return rules.open(by=by, person=person, owner=lin, unit=station, source="self"), person


def test_who_opens_it_cares_for_her_from_then_on(lin, station):
    case, person = opened(lin, station)

    assert cares(lin, person) == [(case.pk, None)]


def test_whom_the_lead_gives_it_to_reads_it_and_who_gave_it_up_does_not(lin, mei, chen, station):
    case, person = opened(lin, station)
    loops.assign(case.loop, by=actor_for(chen), to=mei)

    assert (cares(mei, person), cares(lin, person)) == ([(case.pk, None)], [])
    assert residents.may_open(person, actor_for(mei)) is True


def test_after_the_closing_she_may_look_after_her_for_three_months(lin, station):
    case, person = opened(lin, station)
    rules.close(case, by=actor_for(lin), **PAPERS["close"])
    until: date = clock.local(calendar.due(clock.now(), "3m")).date()
    after = cares(lin, person)
    rules.reopen(case, by=actor_for(lin))

    assert (after, cares(lin, person)) == ([(case.pk, until)], [(case.pk, None)])


def test_the_numbers_of_the_page_open_to_their_rows(client, lin, case):
    by = actor_for(lin)
    kept = loops.promise(by=by, words="带药去", on=clock.today(), parent=case.loop)
    loops.keep(kept, by=by, words="带到了。")
    loops.promise(by=by, words="去开药", on=clock.today(), parent=case.loop)
    client.force_login(lin)

    page = client.get(f"/cases/{case.pk}").content.decode()
    rows = [client.get(f"/cases/{case.pk}/promises{q}").content.decode() for q in ("", "?kept=on")]

    assert ('/promises">2</a> 件' in page, '/promises?kept=on">1</a> 件' in page) == (True, True)
    assert [row.count('id="loop-') for row in rows] == [2, 1]


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_nobody_named_is_not_found(client, lin, person):
    client.force_login(lin)

    assert client.get("/cases/new", {"person": person}).status_code == 404


def test_strange_addresses_are_as_none(client, lin, case):
    client.force_login(lin)

    assert [
        client.get(at).status_code
        for at in ("/cases?beyond=x", "/cases?beyond=2026-01-01_x", f"/cases/{case.pk}?before=x")
    ] == [200, 200, 200]


def test_an_address_of_a_verb_shows_the_case_and_changes_nothing(client, lin, station, xiang):
    case = make_case(lin, station, xiang, stage="closed")
    client.force_login(lin)

    assert client.get(f"/cases/{case.pk}/reopen").url == f"/cases/{case.pk}"
    case.refresh_from_db()
    assert case.stage == "closed"


def test_a_case_of_one_station_is_not_the_others(client, lin, zheng, rival, case):
    make_case(zheng, rival, name="别站居民")
    client.force_login(zheng)
    page = client.get("/cases").content.decode()

    assert ("向素芬" in page, "别站居民" in page) == (False, True)


def test_what_was_promised_in_a_case_is_as_shut_as_the_case(client, lin, mei, case, xiang):
    loops.promise(
        by=actor_for(lin), words="陪她去派出所", on=clock.today(), parent=case.loop, person=xiang
    )
    told = {}
    for user in (lin, mei):
        client.force_login(user)
        answer = client.get(f"/cases/{case.pk}/promises")
        told[user.username] = (answer.status_code, "派出所" in answer.content.decode())

    assert told == {"lin": (200, True), "mei": (403, False)}
