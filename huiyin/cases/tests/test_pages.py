"""The case page is one thread with the next step on top; its narrative opens only to who cares for her."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import queries
from huiyin.cases.models import Case
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.loops import rules as loops
from huiyin.residents import rules as residents


def test_open_promises_float_on_top_of_the_deeds(lin, case, xiang):
    by = actor_for(lin)
    kept = loops.promise(by=by, words="带药去", on=clock.today(), parent=case.loop)
    loops.keep(kept, by=by, words="带到了。")
    owed = loops.promise(
        by=by, words="开药", on=clock.today() + timedelta(days=9), parent=case.loop
    )
    deed = make_record(lin, xiang, at=clock.now() - timedelta(days=1))

    items, older = queries.thread(case, by)

    assert [(i.row.loop.pk if i.row else i.deed.record.pk) for i in items] == [
        owed.pk,
        kept.pk,
        deed.pk,
    ]
    assert older is None


def test_a_long_thread_goes_on_where_it_stopped(lin, case, xiang):
    made = [
        make_record(lin, xiang, at=clock.now() - timedelta(hours=n))
        for n in range(queries.DEEDS + 2)
    ]
    by = actor_for(lin)

    items, older = queries.thread(case, by)
    rest, end = queries.thread(case, by, before=older)

    assert [i.deed.record.pk for i in items + rest if i.deed] == [r.pk for r in made]
    assert end is None


def test_the_stages_are_walked_by_pages(client, lin, case):
    client.force_login(lin)
    at = f"/cases/{case.pk}"
    papers: list[tuple[str, dict[str, Any]]] = [
        ("intake", {"problem": "夜里睡不好。", "decision": "open", "risks": ["self_harm"]}),
        ("assess", {"personal": "独居。", "needs": "情绪低落。"}),
        ("plan", {"goals": "下楼。", "steps": "上门。", "sessions": 8}),
        ("step", {"words": "陪她去复评", "on": clock.today() + timedelta(days=1)}),
    ]
    for verb, given in papers:
        assert client.get(f"{at}/{verb}").status_code == 200
        assert client.post(f"{at}/{verb}", {"act": uuid7()}).status_code == 422
        assert client.post(f"{at}/{verb}", {"act": uuid7(), **given}).status_code == 302

    page = client.get(at).content.decode()
    for words in ("夜里睡不好。", "情绪低落。", "下楼。", "陪她去复评", "做完了，记下"):
        assert words in page
    assert (
        client.post(
            f"{at}/close", {"act": uuid7(), "kind": "reached", "summary": "好了"}
        ).status_code
        == 302
    )
    assert "重开个案" in client.get(at).content.decode()
    assert client.post(f"{at}/reopen", {"act": uuid7()}).status_code == 302
    assert Case.objects.get().stage == "intervening"


def test_a_childs_intake_offers_her_family_as_guardian(client, lin, station):
    child = make_person("谭小宇", station, birth_on=clock.today() - timedelta(days=9 * 365))
    case = make_case(lin, station, child)
    client.force_login(lin)
    given = {"act": uuid7(), "problem": "没人管。", "decision": "open"}

    assert "监护人" in client.get(f"/cases/{case.pk}/intake").content.decode()
    assert client.post(f"/cases/{case.pk}/intake", given).status_code == 409
    assert (
        client.post(
            f"/cases/{case.pk}/intake", {**given, "act": uuid7(), "no_guardian_why": "失联"}
        ).status_code
        == 302
    )


def test_a_case_is_opened_from_a_persons_page(client, lin, xiang):
    client.force_login(lin)
    assert "开案" in client.get(f"/cases/of/{xiang.pk}").content.decode()
    assert client.get("/cases/new", {"person": xiang.pk}).status_code == 200
    answer = client.post("/cases/new", {"act": uuid7(), "person": xiang.pk, "source": "self"})

    case = Case.objects.get()
    assert (answer.status_code, answer.url, case.loop.owner) == (302, f"/cases/{case.pk}", lin)
    assert case.number in client.get(f"/cases/of/{xiang.pk}").content.decode()


def test_who_does_not_care_for_her_states_a_need_first(client, lin, he, station, room):
    person = make_person("冉国华", room)
    case = make_case(he, room, person)
    make_record(he, person, note="绝不能漏出去的话")
    client.force_login(lin)

    shut = client.get(f"/cases/{case.pk}")
    residents.reveal(person, by=actor_for(lin), purpose="visit", words="替何川去一次", what="all")
    opened = client.get(f"/cases/{case.pk}")

    assert (shut.status_code, "绝不能漏出去的话" in shut.content.decode()) == (403, False)
    assert (opened.status_code, "绝不能漏出去的话" in opened.content.decode()) == (200, True)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, lin, station, n):
    for name in "甲乙丙"[:n]:
        make_case(lin, station, name=name)
    client.force_login(lin)
    client.get("/cases")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/cases").content.decode()

    assert (page.count('id="case-'), len(asked)) == (n, LISTED)


LISTED = 15


def test_the_list_is_filtered_sorted_and_paged(client, lin, chen, station):
    cases = [make_case(lin, station, name=f"居民{n:02}") for n in range(queries.PAGE + 1)]
    make_case(chen, station, name="陈的")
    by = actor_for(lin)

    first, beyond = queries.page(queries.listed(by, owner=lin.pk, oldest=True), oldest=True)
    rest, end = queries.page(
        queries.listed(by, owner=lin.pk, oldest=True), beyond=beyond, oldest=True
    )
    assert ([c.pk for c in first + rest], end) == ([c.pk for c in cases], "")
    newest, _ = queries.page(queries.listed(by))
    assert newest[0].loop.owner == chen
    client.force_login(lin)
    page = client.get("/cases", {"stage": "intake", "mine": "on"}).content.decode()
    assert ("居民30" in page, "陈的" in page, "后一页" in page) == (True, False, True)
    assert "这里没有个案" in client.get("/cases", {"stage": "closed"}).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("chen", 200), ("he", 404), ("zheng", 404), ("zhao", 404), ("zhou", 404), ("tang", 403), ("wu", 403),
     ("gao", 403), ("an", 403), ("shen", 403)],
)  # fmt: skip
def test_who_may_open_a_case(client, cast, case, who, status):
    client.force_login(getattr(cast, who))

    assert client.get(f"/cases/{case.pk}").status_code == status


def test_days_since_the_last_meeting_are_said(client, lin, case, xiang):
    client.force_login(lin)
    assert "距上次见面" not in client.get(f"/cases/{case.pk}").content.decode()
    make_record(lin, xiang, at=clock.now() - timedelta(days=4))

    assert "距上次见面 4 天" in client.get(f"/cases/{case.pk}").content.decode()
