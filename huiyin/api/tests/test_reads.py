"""Residents, promises, figures and accounts: as the pages read them, and by the pages' rules."""

from datetime import timedelta

import pytest

from huiyin.api import numbers, pages
from huiyin.api.tests.conftest import machine, told
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import make_post, make_user
from huiyin.demo.builders.contracts import make_boundary
from huiyin.demo.builders.handover import make_handover
from huiyin.demo.builders.loops import make_loop
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import make_referral
from huiyin.demo.builders.residents import make_person
from huiyin.residents.models import Look, Person

PHONE = "13802364170"


@pytest.fixture
def xiang(station) -> Person:
    return make_person("向素芬", station, phone=PHONE, address="石溪巷 7 号")


def test_a_resident_is_found_by_name_pinyin_or_the_end_of_her_phone(lin, xiang):
    asking = machine(lin)

    for q in ("素芬", "xsf", "4170"):
        [found] = told(asking.get("residents", q=q))[1]["residents"]
        assert found == {
            "id": str(xiang.pk), "name": "向素芬", "about": "女", "phone": "138****4170",
            "place": "弹子石街道社工站", "waits": False,
        }  # fmt: skip
    assert told(asking.get("residents"))[1] == {"residents": []}
    assert told(asking.get("residents", q="没有这个人"))[1] == {"residents": []}


@pytest.mark.parametrize(
    "q", ["\ud7ff", "\U0010ffff", "a\U0010ffff", "名\U0010ffff", "%00", "'", "_%"]
)
def test_any_question_is_answered(lin, xiang, q):
    assert told(machine(lin).get("residents", q=q))[0] == 200


FINDERS = {
    "lin": (200, 1, 200), "chen": (200, 1, 200), "he": (200, 0, 404), "zheng": (200, 0, 404),
    "zhao": (200, 0, 404), "zhou": (200, 0, 404), "tang": (200, 0, 403), "sun": (200, 0, 403),
    "wu": (200, 0, 403), "gao": (403, 0, 403), "an": (403, 0, 403), "shen": (403, 0, 403),
}  # fmt: skip


@pytest.mark.parametrize("who", sorted(FINDERS))
def test_who_finds_and_who_opens(cast, xiang, who):
    asking = machine(getattr(cast, who))

    found = told(asking.get("residents", q="向素芬"))
    one = told(asking.get(f"residents/{xiang.pk}"))

    assert (found[0], len(found[1].get("residents", [])), one[0]) == FINDERS[who]
    assert PHONE not in str(found) + str(one)


def test_opening_a_file_is_remembered_and_shows_what_is_masked(lin, xiang):
    asking = machine(lin)

    said = [told(asking.get(f"residents/{xiang.pk}"))[1] for _ in range(2)][1]

    assert said == {
        "id": str(xiang.pk), "name": "向素芬", "about": "女", "state": "known", "unit": "500108006A",
        "community": None, "number": "", "phones": ["138****4170"], "address": "已登记，需要时查看",
    }  # fmt: skip
    assert Look.objects.filter(person=xiang, user=lin).count() == 1


@pytest.fixture
def owed(station, lin, chen, tang, xiang):
    make_boundary()
    mine = make_loop(
        lin, station, kind="promise", person=xiang, due_at=clock.now() + timedelta(days=1)
    )
    asked = make_referral(tang, xiang.name)
    return str(mine.pk), str(asked.pk)


def test_whose_promises_are_told(owed, cast):
    mine, asked = owed

    def ids(who, **given):
        return [
            one["id"] for one in told(machine(getattr(cast, who)).get("loops", **given))[1]["loops"]
        ]

    assert ids("lin", owner="me", state="open") == ids("lin") == [mine]
    assert ids("chen") == ids("tang") == [asked]
    assert ids("chen", owner="all") == [mine, asked]
    assert ids("sun") == ids("zhao", owner="all") == ids("zhou") == []
    assert ids("lin", state="answered") == []
    assert ids("lin", state="all") == [mine]


def test_everybodys_promises_are_for_who_has_the_board(owed, lin):
    status, said = told(machine(lin).get("loops", owner="all"))

    assert (status, said["error"]) == (403, "这个岗位不做这件事：看全站事项和每人手上的事。")
    assert told(machine(lin).get("loops", owner="chen"))[0] == 422


def test_a_promise_is_told_whole(owed, lin, xiang):
    [said] = told(machine(lin).get("loops"))[1]["loops"]

    assert said == said | {
        "kind": "promise", "kind_name": "承诺", "unit": "500108006A",
        "owner": {"id": str(lin.pk), "name": "林晓"}, "person": {"id": str(xiang.pk), "name": "向素芬"},
        "state": "open", "turn": "us", "late": False, "closed_at": None, "parent": None,
    }  # fmt: skip


def test_a_list_of_promises_is_turned_by_its_key(lin, station, monkeypatch):
    monkeypatch.setattr(pages, "SIZE", 2)
    made = [
        str(make_loop(lin, station, kind="promise", due_at=clock.now() + timedelta(days=n)).pk)
        for n in range(1, 4)
    ]
    asking = machine(lin)

    first = told(asking.get("loops"))[1]
    second = told(asking.get("loops", next=first["next"]))[1]

    assert [one["id"] for one in first["loops"] + second["loops"]] == made
    assert (second["next"], told(asking.get("loops", next="1"))[0]) == (None, 422)


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_of_promises_costs_the_same_however_long(lin, station, n, django_assert_num_queries):
    for k in range(n):
        make_loop(lin, station, kind="promise", person=make_person(f"居民{k}", station))
    asking = machine(lin)
    asking.get("me")

    with django_assert_num_queries(8):
        assert len(told(asking.get("loops"))[1]["loops"]) == n


# ---- hand-over

READERS = {
    "chen": 200, "zhao": 404, **dict.fromkeys(["lin", "he", "zheng", "zhou", "tang", "sun", "wu", "gao", "an", "shen"], 403),
}  # fmt: skip


@pytest.mark.parametrize("who", sorted(READERS))
def test_who_reads_a_hand_over(owed, cast, chen, lin, who):
    mine, _ = owed
    handover = make_handover(chen, lin)

    status, said = told(machine(getattr(cast, who)).get(f"handovers/{handover.pk}"))

    assert status == READERS[who]
    if status == 200:
        assert (said["leaver"], said["open"], said["total"], said["unowned"]) == (
            "林晓",
            True,
            1,
            1,
        )
        assert [(item["loop"], item["state"], item["receiver"]) for item in said["items"]] == [
            (mine, "listed", None)
        ]


# ---- figures


def today():
    return {"from": str(clock.today()), "to": str(clock.today()), "unit": "500108006A"}


def test_a_figure_opens_to_the_rows_it_is_made_of(lin, xiang):
    for _ in range(3):
        make_record(lin, xiang)
    make_record(lin, heads=12, minutes=90)
    asking = machine(lin)

    for measure, value, total in (
        ("service.person_times", 15, 15), ("service.persons", 1, 1), ("service.hours", 3.8, 225),
    ):  # fmt: skip
        status, said = told(asking.get("figures", measure=measure, **today()))
        assert (status, said["value"], said["sum"]) == (200, value, total)
        assert {name: said[name] for name in ("measure", "unit", "from", "to")} == {
            "measure": measure, **today()
        }  # fmt: skip
        rows = told(asking.get(said["rows"].removeprefix("/api/v1/")))[1]
        assert (sum(row["n"] for row in rows["rows"]), rows["next"]) == (total, None)


def test_a_figure_is_parted_and_each_part_opens(lin, xiang):
    make_record(lin, xiang)
    make_record(lin, heads=2, klass="admin")
    asking = machine(lin)

    said = told(asking.get("figures", measure="service.person_times", by="klass", **today()))[1]
    parts = {part["code"]: part["value"] for part in said["parts"]}
    rows = told(asking.get(said["rows"].removeprefix("/api/v1/") + "&part=admin"))[1]["rows"]

    assert (parts["professional"], parts["admin"]) == (1, 2)
    assert [(row["n"], row["class"]) for row in rows] == [(2, rows[0]["class"])]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"measure": "love.given"}, 422), ({"unit": "500108007A"}, 404), ({"unit": ""}, 404),
        ({"unit": "\x00"}, 422), ({"from": "2026-13-01"}, 422), ({"from": "2999-01-01"}, 409), ({"by": "mood"}, 409),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_asked_for_is_told(lin, wrong, status):
    asked = {"measure": "service.persons", **today(), **wrong}

    assert told(machine(lin).get("figures", **asked))[0] == status
    assert told(machine(lin).get("figures/rows", **asked))[0] == status


@pytest.mark.parametrize(
    ("after", "status"),
    [("x", 409), ("0~0001-01-01T00:00:00+14:00~01a201b2-2096-7281-b759-8a33964febda", 422)],
)
def test_a_page_of_rows_that_was_never_given_out_is_told(lin, after, status):
    asked = {"measure": "referrals.due", **today(), "next": after}

    assert told(machine(lin).get("figures/rows", **asked))[0] == status


def test_the_measures_say_how_they_count(lin, tang):
    measures = told(machine(lin).get("measures"))[1]["measures"]

    assert {"casework.persons", "service.hours", "referrals.answered_in_time"} <= {
        m["id"] for m in measures
    }
    assert {m["id"]: m["per"] for m in measures}["service.hours"] == 60
    assert numbers.every().measures[0].says
    assert told(machine(tang).get("measures"))[0] == 403


# ---- accounts


def test_an_account_that_owes_is_not_closed_and_one_that_owes_nothing_is(owed, gao, lin, zhou):
    asking, act = machine(gao), {"id": str(uuid7())}

    status, said = told(asking.post("accounts/lin/close"))
    assert (status, "林晓还有" in said["error"]) == (409, True)
    first, again = (told(asking.post("accounts/zhou/close", act)) for _ in range(2))
    assert (first, again) == ((200, {"username": "zhou", "open": False}),) * 2
    assert told(asking.post("accounts/nobody/close"))[0] == 404
    assert (
        told(asking.send("accounts/gao/close", b""))[0] == 409
    )  # not one's own, and the body may be absent


@pytest.mark.parametrize("who", ["lin", "chen", "tang", "an", "shen"])
def test_who_does_not_close_accounts(cast, who):
    assert told(machine(getattr(cast, who)).post("accounts/zhou/close"))[0] == 403


def test_a_post_without_a_place_in_the_tree_has_no_units(tang, stranger):
    user = make_user("du", "杜宇")
    make_post(user, "hub", unit=stranger)

    assert told(machine(tang).get("me"))[1]["posts"][0]["units"] == []
    assert told(machine(user).get("me"))[1]["posts"][0]["units"] == ["500105001A"]
