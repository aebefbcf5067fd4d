"""Records from a program: one or many, each with an id of the program's own, by the page's own rule."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from huiyin.api import deeds, errors
from huiyin.api.tests.conftest import machine, told
from huiyin.audit.models import Entry
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.loops.models import Loop
from huiyin.records import rules
from huiyin.records.models import Record
from huiyin.residents.models import Person


@pytest.fixture
def xiang(station) -> Person:
    return make_person("向素芬", station)


@pytest.fixture
def hers(lin, station, xiang):
    return make_case(lin, station, xiang)


def body(*people, **more):
    return {
        "id": str(uuid7()), "at": clock.now().isoformat(), "minutes": 45, "kind": "visit",
        "class": "professional", "people": [str(p.pk) for p in people], "note": "她主动说起老伴的旧相机。", **more,
    }  # fmt: skip


def test_a_deed_is_written_with_the_programs_own_id(lin, xiang, hers):
    given = body(xiang, thread=str(hers.pk))

    status, said = told(machine(lin).post("records", given))

    record = Record.objects.get()
    assert (status, str(record.pk), record.source, record.thread_id) == (
        201,
        given["id"],
        "api",
        hers.pk,
    )
    assert said == {
        "id": given["id"], "at": said["at"], "minutes": 45, "kind": "visit", "class": "professional",
        "domain": "affairs", "thread": str(hers.pk), "people": [{"id": str(xiang.pk), "name": "向素芬"}],
        "heads": 0, "community": None, "unit": "500108006A", "workers": "林晓",
        "note": "她主动说起老伴的旧相机。", "state": "kept", "version": 1,
    }  # fmt: skip


def test_what_is_left_out_is_proposed_as_on_the_page(lin, xiang, hers):
    given = {k: v for k, v in body(xiang).items() if k != "class"}

    _, said = told(machine(lin).post("records", given))
    _, loose = told(machine(lin).post("records", body(xiang, loose=True)))

    assert (said["class"], said["thread"], loose["thread"]) == ("professional", str(hers.pk), None)


def test_the_same_id_and_body_answer_the_same_and_another_body_is_refused(lin, xiang):
    given, asking = body(xiang), machine(lin)

    first, again = (told(asking.post("records", given)) for _ in range(2))
    other = told(asking.post("records", {**given, "minutes": 50}))

    assert (first[0], again) == (201, first)
    assert other == (
        409,
        {"error": "这个编号已经用来记了另一件事。请刷新页面，再做一次。", "fields": {}},
    )
    assert Record.objects.get().minutes == 45
    assert Entry.objects.filter(verb="record.write").count() == 1


def test_the_id_of_a_row_written_on_the_page_is_no_programs_to_use(lin, chen, xiang):
    record = make_record(lin, xiang)

    for user in (lin, chen):
        status, said = told(machine(user).post("records", body(xiang, id=str(record.pk))))
        assert (status, said["error"]) == (409, errors.TAKEN)


def test_many_are_answered_each_for_itself_and_in_order(lin, xiang, zhou, stranger):
    other = make_person("外区的人", stranger)
    good, again = body(xiang), body(heads=12)
    lot = [
        good, {**body(xiang), "minutes": "45"}, body(other), {**good, "minutes": 50}, good,
        body(xiang, **{"class": "internal"}), "no record at all", {"id": 7}, again,
    ]  # fmt: skip

    status, said = told(machine(lin).post("records", {"records": lot}))

    assert status == 200
    assert [(one["id"], one["status"]) for one in said["records"]] == [
        (good["id"], 201), (lot[1]["id"], 422), (lot[2]["id"], 404), (good["id"], 409), (good["id"], 201),
        (lot[5]["id"], 409), (None, 422), (None, 422), (again["id"], 201),
    ]  # fmt: skip
    assert said["records"][0]["record"] == said["records"][4]["record"]
    assert said["records"][1]["fields"] == {"minutes": "这里写整数，不加引号。"}
    assert said["records"][2]["fields"] == {"people": deeds.NO_PERSON}
    assert said["records"][6]["fields"] == {"body": "这里写一个对象，放在花括号里。"}
    assert Record.objects.count() == 2


def test_what_goes_wrong_unforeseen_with_one_does_not_stop_the_others(lin, xiang, monkeypatch):
    right = rules.write

    def now_and_then(**given):
        if given["minutes"] == 13:
            raise RuntimeError("a bug")
        return right(**given)

    monkeypatch.setattr(rules, "write", now_and_then)

    _, said = told(
        machine(lin).post("records", {"records": [body(xiang, minutes=13), body(xiang)]})
    )

    assert [one["status"] for one in said["records"]] == [500, 201]
    assert said["records"][0]["error"].startswith("出了意外")


def test_a_database_that_goes_away_amid_many_leaves_the_call_to_be_sent_again(
    lin, xiang, monkeypatch
):
    right, lot = rules.write, {"records": [body(xiang), body(xiang, minutes=13)]}

    def now_and_then(**given):
        if given["minutes"] == 13:
            raise OperationalError("server closed the connection")
        return right(**given)

    with monkeypatch.context() as broken:
        broken.setattr(rules, "write", now_and_then)
        assert told(machine(lin).post("records", lot))[0] == 503
    assert Record.objects.count() == 1

    _, said = told(machine(lin).post("records", lot))
    assert ([one["status"] for one in said["records"]], Record.objects.count()) == ([201, 201], 2)


def test_more_than_fit_into_one_call_are_sent_in_several(lin):
    status, said = told(machine(lin).post("records", {"records": [{}] * 201}))
    assert (status, said["fields"]) == (422, {"records": "最多 200 个。"})

    status, said = told(machine(lin).post("records", {"records": []}))
    assert (status, said["fields"]) == (422, {"records": "至少 1 个。"})


@pytest.mark.parametrize("n", [1, 3])
def test_answering_many_costs_no_more_reads_than_answering_one(
    lin, xiang, n, django_assert_num_queries
):
    for _ in range(n):
        make_record(lin, xiang)
    asking = machine(lin)
    asking.get("me")

    with django_assert_num_queries(10):
        _, said = told(asking.get("records"))

    assert len(said["records"]) == n


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "id": ({"id": "7"}, "这里写一个 UUID。"),
    "at": ({"at": "2026-01-16 14:40"}, "时间要带时区，比如 2026-01-16T14:40:00+08:00。"),
    "seconds": ({"at": 1700000000}, "时间写成 2026-01-16T14:40:00+08:00 这样，时区不能少。"),
    "ancient": ({"at": "1610-01-16T14:40:00+08:00"}, "年份要在 1900 到 2999 之间。"),
    "minutes": ({"minutes": 1441}, "最多是 1440。"),
    "fewer": ({"minutes": -1}, "最少是 0。"),
    "kind": (
        {"kind": "chat"},
        "只能是 visit、call、come、accompany、online、missed、group、meeting 之一。",
    ),
    "thread": ({"thread": []}, "这里写一个 UUID。"),
    "people": ({"people": "向素芬"}, "这里写一列，放在方括号里。"),
    "community": ({"community": "500108006999"}, "没有这个区划代码。"),
    "note": ({"note": "  "}, "不能空着。"),
    "empty": ({"note": ""}, "不能空着。"),
    "long": ({"note": "长" * 4001}, "最多 4000 个字。"),
    "nul": ({"note": "a\x00b"}, "里面有不能用的字符。"),
    "loose": ({"loose": "yes"}, "这里写 true 或 false。"),
    "tread": ({"tread": None}, "没有这一项，请去掉。"),
}


@pytest.mark.parametrize("what", sorted(WRONG))
def test_a_wrong_field_is_named_with_a_sentence(lin, what):
    given, words = WRONG[what]

    status, said = told(machine(lin).post("records", body(heads=3, **given) | given))

    [(field, told_words)] = said["fields"].items()
    assert (status, said["error"], told_words) == (422, "有 1 项要改，见 fields。", words)
    assert field == next(iter(given))


def test_what_is_missing_is_named(lin):
    status, said = told(machine(lin).post("records", {}))

    assert (status, said["fields"]) == (
        422, dict.fromkeys(("id", "at", "minutes", "kind", "note"), "缺这一项。"),
    )  # fmt: skip


def test_a_thread_of_another_district_is_not_there(lin, xiang, zhou, stranger):
    theirs = make_case(zhou, stranger, make_person("外区的人", stranger))

    for thread in (theirs.pk, uuid7()):
        answer = told(machine(lin).post("records", body(xiang, thread=str(thread))))
        assert answer == (404, {"error": deeds.NO_THREAD, "fields": {"thread": deeds.NO_THREAD}})


def test_a_deed_that_arrives_after_its_matter_has_ended_still_belongs_to_it(lin, xiang, hers):
    loop = Loop.objects.get(pk=hers.pk)
    Loop.objects.filter(pk=loop.pk).update(state="withdrawn", seat=None, closed_at=clock.now())
    before = (clock.now() - timedelta(hours=3)).isoformat()

    status, said = told(machine(lin).post("records", body(xiang, thread=str(loop.pk), at=before)))

    assert (status, said["thread"]) == (201, str(loop.pk))


def test_the_future_is_a_promise_and_no_deed(lin, xiang):
    later = (clock.now() + timedelta(hours=1)).isoformat()

    assert told(machine(lin).post("records", body(xiang, at=later))) == (
        409, {"error": "这个时间还没有到。还没做的事，请写成一件承诺。", "fields": {}},
    )  # fmt: skip


READERS = {
    "lin": 200, "chen": 200, "he": 404, "zheng": 404, "zhao": 404, "zhou": 404, "tang": 403, "sun": 403,
    "wu": 403, "gao": 403, "an": 403, "shen": 403,
}  # fmt: skip


@pytest.mark.parametrize("who", sorted(READERS))
def test_who_reads_a_record(who, cast, lin, xiang):
    record = make_record(lin, xiang)
    asking = machine(getattr(cast, who))

    assert told(asking.get(f"records/{record.pk}"))[0] == READERS[who]
    listed = told(asking.get("records"))
    seen = [one["id"] for one in listed[1].get("records", [])]
    assert (listed[0], seen) == {
        200: (200, [str(record.pk)]), 404: (200, []), 403: (403, []),
    }[READERS[who]]  # fmt: skip


def test_words_that_are_not_hers_to_read_stay_shut(lin, chen, station, xiang, hers):
    from huiyin.demo.builders import access  # noqa: PLC0415 -- a colleague for this test only

    mei = access.make_user("mei", "梅青")
    access.make_post(mei, "worker", unit=station)
    record = make_record(lin, xiang)

    notes = [told(machine(user).get(f"records/{record.pk}"))[1]["note"] for user in (lin, mei)]

    assert notes == ["她主动说起老伴的旧相机。", None]


def test_a_list_is_turned_by_its_key(lin, xiang):
    made = [make_record(lin, xiang, at=clock.now() - timedelta(minutes=n)) for n in range(51)]
    asking = machine(lin)

    _, first = told(asking.get("records"))
    _, second = told(asking.get("records", next=first["next"]))

    assert [one["id"] for one in first["records"] + second["records"]] == [str(r.pk) for r in made]
    assert second["next"] is None
    assert told(asking.get("records", next="2026"))[1]["fields"] == {
        "next": "next 要原样用上一页答的那一个。"
    }


def test_a_list_is_narrowed_by_what_is_asked(lin, xiang, hers):
    visit = make_record(lin, xiang)
    call = make_record(lin, kind="call", heads=3, klass="admin")
    asking = machine(lin)

    def ids(**asked):
        return [one["id"] for one in told(asking.get("records", **asked))[1]["records"]]

    assert ids(kind="call") == [str(call.pk)]
    assert ids(**{"class": "admin"}) == [str(call.pk)]
    assert ids(person=xiang.pk) == ids(thread=hers.pk) == [str(visit.pk)]
    assert ids(since=clock.today(), until=clock.today()) == [str(call.pk), str(visit.pk)]
    assert ids(until="2020-01-01") == []
    assert told(asking.get("records", kind="chat"))[0] == 422
