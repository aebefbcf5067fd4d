"""记一笔 as pages: few keys, Chinese errors, nothing lost; who may open what."""

from datetime import timedelta

import pytest

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.loops.models import Loop
from huiyin.records import queries
from huiyin.records.models import Record


def written(people=(), **more):
    return {
        "act": uuid7(),
        "people": [p.pk for p in people],
        "kind": "visit",
        "length": "45",
        "note": "量了血压。",
        **more,
    }


def test_a_deed_is_written_with_a_name_and_a_sentence(client, lin, xiang):
    client.force_login(lin)
    answer = client.post("/records/new", written([xiang], next="/today"))

    record = Record.objects.get()
    assert (answer.status_code, answer.url, record.about_id, record.minutes) == (
        302,
        "/today",
        xiang.pk,
        45,
    )


def test_without_a_place_to_go_back_to_it_shows_the_deed(client, lin, xiang):
    client.force_login(lin)
    answer = client.post("/records/new", written([xiang], next="//evil.example/"))

    assert answer.url == f"/records/{Record.objects.get().pk}"


def test_other_minutes_an_earlier_day_and_a_promise_are_taken(client, lin, xiang):
    client.force_login(lin)
    day, soon = clock.today() - timedelta(days=3), clock.today() + timedelta(days=3)
    client.post("/records/new", written([xiang], minutes=7, on=day, owed="去开药", owed_on=soon))

    record = Record.objects.get()
    assert (record.minutes, record.on) == (7, day)
    assert Loop.objects.get(kind="promise").due_at == clock.at(soon, "17:30")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"note": ""}, "还没有填：一句话。"),
        ({"length": "", "minutes": ""}, "用了多少分钟？大概也行。"),
        ({"owed": "去开药"}, "答应哪天前做到？"),
        ({"owed": "去开药", "owed_on": "2020-01-01"}, "答应的日子已经过了。"),
        ({"on": "2099-01-01"}, "这一天还没有到。"),
    ],
)
def test_bad_input_is_said_in_chinese_and_nothing_is_lost(client, lin, xiang, wrong, said):
    client.force_login(lin)
    answer = client.post(
        "/records/new", written([xiang], **{"note": "写了很久的一段话。", **wrong})
    )

    page = answer.content.decode()
    assert (answer.status_code, said in page, str(xiang.pk) in page) == (422, True, True)
    assert Record.objects.count() == 0


def test_a_refusal_says_what_to_do(client, lin):
    client.force_login(lin)
    answer = client.post("/records/new", written(), headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content.decode().strip()) == (
        409,
        "服务了谁？请选一位居民，或者只记人数。",
    )


def test_where_it_belongs_is_proposed_in_one_line(client, lin, xiang, case):
    client.force_login(lin)
    page = client.get("/records/proposed", {"people": xiang.pk}).content.decode()

    assert "专业服务、社会事务、个案" in page
    assert (
        "专业服务、社会事务、个案"
        in client.get("/records/new", {"person": xiang.pk}).content.decode()
    )
    assert (
        client.get("/records/new", {"person": "x", "thread": case.pk, "kind": "call"}).status_code
        == 200
    )


def test_the_page_of_a_deed_corrects_and_voids_it(client, lin, xiang):
    record = make_record(lin, xiang, note="从前的话")
    client.force_login(lin)
    new = {
        "act": uuid7(),
        "version": 1,
        "kind": "call",
        "minutes": 20,
        "klass": "professional",
        "note": "现在的话",
    }
    assert client.post(f"/records/{record.pk}/correct", new).status_code == 302
    page = client.get(f"/records/{record.pk}").content.decode()
    assert ("从前的话" in page, "现在的话" in page) == (True, True)

    assert (
        client.post(
            f"/records/{record.pk}/correct", {**new, "act": uuid7(), "note": ""}
        ).status_code
        == 422
    )
    assert client.post(f"/records/{record.pk}/void", {"act": uuid7()}).status_code == 422
    assert (
        client.post(f"/records/{record.pk}/void", {"act": uuid7(), "why": "记重了"}).status_code
        == 302
    )
    assert (
        "这条已经作废，不计入任何数字。原因：记重了"
        in client.get(f"/records/{record.pk}").content.decode()
    )


def test_the_day_shows_what_was_written_today(client, lin, xiang):
    make_record(lin, xiang, minutes=40, note="膝盖好转")
    client.force_login(lin)
    page = client.get("/records/today").content.decode()

    assert ("膝盖好转" in page, ">40</a> 分钟" in page) == (True, True)
    assert "膝盖好转" in client.get(f"/records/of/{xiang.pk}").content.decode()


def test_lists_have_words_for_nothing(client, lin, xiang):
    client.force_login(lin)
    pages = [
        client.get(p).content.decode()
        for p in ("/records", "/records/today", f"/records/of/{xiang.pk}")
    ]

    assert [
        "这个范围里还没有记录。" in pages[0],
        "今天还没有记。" in pages[1],
        "还没有为他记过一笔。" in pages[2],
    ] == [True] * 3


def test_a_strange_key_of_a_page_is_as_none(client, lin):
    client.force_login(lin)
    assert [
        client.get("/records", {"beyond": key}).status_code for key in ("x", "x_y", "2026-01-01_z")
    ] == [200] * 3
    assert (queries.moment_of("x"), queries.moment_of("2026-01-01T00:00:00")) == (None, None)


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("chen", 200), ("he", 404), ("zheng", 404), ("zhao", 404), ("zhou", 404), ("tang", 403), ("wu", 403),
     ("gao", 403), ("an", 403), ("shen", 403)],
)  # fmt: skip
def test_who_may_open_a_deed(client, cast, lin, xiang, who, status):
    record = make_record(lin, xiang)
    client.force_login(getattr(cast, who))

    assert client.get(f"/records/{record.pk}").status_code == status
    assert client.post(
        f"/records/{record.pk}/void", {"act": uuid7(), "why": "看看"}
    ).status_code == {200: 302}.get(status, status)


def test_a_name_out_of_sight_stands_veiled(lin, he, station, room, xiang):
    """何 of the room helped at the station: she sees the deed, not who else it was for."""
    make_record(he, make_person("冉国华", room), xiang_free := make_person("蒲德贵", room))
    [deed] = queries.deeds(Record.objects.all(), by=actor_for(lin))
    assert deed.whom in {f"冉国华、{xiang_free.name}", f"{xiang_free.name}、冉国华"}
