"""Referrals from a program: sent by who asks, decided by the station, told to each as her page tells it."""

import pytest

from huiyin.api.tests.conftest import machine, told
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import (
    actor_for,
    make_area,
    make_organisation,
    make_post,
    make_user,
)
from huiyin.demo.builders.contracts import make_boundary
from huiyin.demo.builders.referrals import PROBLEM, make_referral
from huiyin.demo.builders.residents import make_number
from huiyin.loops.models import Loop
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.residents.models import Person

pytestmark = pytest.mark.django_db


def form(**more):
    from datetime import date  # noqa: PLC0415

    return {
        "id": str(uuid7()),
        "person": {
            "name": "邹 桂兰", "sex": "女", "birth_on": "1951-08-04", "phone": "138-0236-4170",
            "id_number": make_number(date(1951, 8, 4)), "address": "石溪巷 7 号", "community": "500108006012",
        },
        "matter": "elder", "problem": PROBLEM, "tried": "送过两次餐", "needs": "助浴", "urgency": "normal",
        "agreed": "summary", "contact": {"name": "唐玉珍", "phone": "13902380126"}, **more,
    }  # fmt: skip


@pytest.fixture
def boundary(station, room, chen, settings):
    settings.HUIYIN_DEMO = True  # invented identity numbers
    make_boundary()
    make_area("500108006012", "石溪社区")


def test_a_resident_is_referred_with_the_programs_own_id(boundary, tang, chen):
    given = form()

    status, said = told(machine(tang).post("referrals", given))

    referral = Referral.objects.get()
    loop, person = referral.loop, referral.person
    assert (status, str(referral.pk), loop.unit_id, loop.owner) == (
        201,
        given["id"],
        "500108006A012",
        chen,
    )
    assert (person.name, person.sex, person.community_id, person.state) == (
        "邹桂兰", "2", "500108006012", "claimed",
    )  # fmt: skip
    assert said == {
        "id": given["id"], "state": "sent", "words": "等答复受不受理", "title": said["title"],
        "person": {"id": str(person.pk), "name": "邹桂兰"}, "matter": "elder", "matter_name": "老人照护",
        "urgency": "normal", "unit": "500108006A012", "owner": "陈站", "receipt": loop.receipt,
        "opened_at": said["opened_at"], "due_at": said["due_at"], "closed_at": None, "late": False,
        "clocks": said["clocks"], "heard": said["heard"], "texts": None, "sessions": "", "verbs": [],
    }  # fmt: skip
    assert [clock["code"] for clock in said["clocks"]] == ["answer", "contact", "note"]


def test_the_same_id_answers_the_same_and_another_body_is_refused(boundary, tang):
    given, asking = form(), machine(tang)

    first, again = (told(asking.post("referrals", given)) for _ in range(2))
    other = told(asking.post("referrals", {**given, "needs": "陪同就医"}))

    assert (first[0], again) == (201, first)
    assert (other[0], Referral.objects.count(), Person.objects.count()) == (409, 1, 1)


def test_an_id_that_a_colleagues_referral_has_is_taken(boundary, tang, sun):
    given = form()
    machine(tang).post("referrals", given)

    assert told(machine(sun).post("referrals", given))[0] == 409


def test_what_may_be_left_out_is_left_out(boundary, tang):
    given = form()
    given["person"] = {"name": "王婶", "sex": "unknown", "community": "500108006012"}
    del given["tried"], given["needs"], given["urgency"]

    assert told(machine(tang).post("referrals", given))[0] == 201
    assert Referral.objects.get().person.sex == "0"


WRONG = {
    "person.id_number": ({"id_number": "990000195108040020"}, "身份证号第 18 位校验不对"),
    "person.phone": ({"phone": "1390238"}, "少了四位：手机号是 11 位"),
    "person.birth_on": ({"birth_on": "2951-08-04"}, "这个日期还没有到"),
    "person.sex": ({"sex": "3"}, "只能是 0、1、2、9、男、女、不清楚、male、female、unknown 之一。"),
    "person.community": ({"community": "500108006999"}, "没有这个区划代码。"),
    "person.name": ({"name": ""}, "不能空着。"),
    "person.nick": ({"nick": "婶"}, "没有这一项，请去掉。"),
}


@pytest.mark.parametrize("field", sorted(WRONG))
def test_a_wrong_fact_about_her_is_named(boundary, tang, field):
    given, (wrong, words) = form(), WRONG[field]

    status, said = told(
        machine(tang).post("referrals", {**given, "person": given["person"] | wrong})
    )

    assert (status, list(said["fields"]), Referral.objects.count()) == (422, [field], 0)
    assert said["fields"][field].startswith(words)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"matter": "升学"}, "没有这一项。可以是：elder、"),
        ({"station": "500108007A"}, "这个站不在您能转的范围里。可以是：500108006A。"),
        ({"agreed": True}, "只能是 status、summary、detail 之一。"),
        ({"problem": ""}, "不能空着。"),
    ],
)
def test_a_wrong_choice_is_told_with_what_there_is(boundary, tang, wrong, words):
    status, said = told(machine(tang).post("referrals", form(**wrong)))

    assert (status, list(said["fields"])) == (422, list(wrong))
    assert next(iter(said["fields"].values())).startswith(words)


def test_what_does_not_belong_to_the_station_is_refused_as_on_the_page(boundary, tang):
    status, said = told(machine(tang).post("referrals", form(matter="rent")))
    assert status == 422 or said["error"].startswith("“")

    status, said = told(machine(tang).post("referrals", form(consent="danger")))
    assert (status, said["error"][:8]) == (409, "请先征得本人同意")


def test_the_station_is_the_one_of_her_street_unless_it_is_named(boundary, rival, sister):
    body = make_organisation("department", "区民政局", "500108")
    yao = make_user("yao", "姚科员")
    make_post(yao, "department", organisation=body)
    make_area("500108007003", "海棠社区")
    far = form()
    far["person"] = {**far["person"], "community": "500108007003"}
    asking = machine(yao)

    units = [
        told(asking.post("referrals", given))[1]["unit"]
        for given in (far, form(), form(station="500108006B"))
    ]

    assert units == ["500108007A", "500108006A012", "500108006B"]


def test_a_body_that_nobody_serves_is_told(db, boundary):
    body = make_organisation("committee", "外地居委会", "310101")
    clerk = make_user("ding", "丁宁")
    make_post(clerk, "committee", organisation=body)

    assert told(machine(clerk).post("referrals", form()))[1]["fields"] == {
        "station": "这个站不在您能转的范围里。可以是：。"
    }


def test_the_station_decides_and_the_asker_hears(boundary, tang, lin):
    given = form()
    machine(tang).post("referrals", given)
    where, station = f"referrals/{given['id']}", machine(lin)

    seen = told(station.get(where))[1]
    assert (seen["state"], seen["receipt"], seen["texts"]["problem"]) == ("sent", None, PROBLEM)
    assert "accept" in seen["verbs"]
    assert told(station.post(f"{where}/return", {"words": "住哪一栋？"}))[1]["state"] == "returned"
    assert told(machine(tang).get(where))[1]["state"] == "returned"
    assert told(machine(tang).post(f"{where}/resend", {"words": "3 栋"}))[1]["state"] == "sent"
    act = {"id": str(uuid7()), "short": False}
    first, again = (told(station.post(f"{where}/accept", act)) for _ in range(2))
    assert (first[0], first[1]["state"], again) == (200, "accepted", first)
    assert told(station.post(f"{where}/accept"))[0] == 409
    assert told(station.post(f"{where}/answer", {"words": "已经办好。"}))[1]["verbs"] == []
    heard = told(machine(tang).get(where))[1]
    assert (heard["state"], heard["heard"][0]["words"]) == ("answered", "已经办好。")


def test_a_no_on_its_way_to_the_lead_is_nothing_yet_to_the_asker(boundary, tang, lin, chen):
    given = form()
    machine(tang).post("referrals", given)
    where = f"referrals/{given['id']}"
    said = {"reason": "outside", "words": "归房管所。", "alternative": "请找房管所。"}

    assert told(machine(lin).post(f"{where}/decline", said))[1]["state"] == "declining"
    before = told(machine(tang).get(where))[1]
    assert (before["state"], before["words"]) == ("sent", "等答复受不受理")
    rules.agree(Referral.objects.get(), by=actor_for(chen))
    assert told(machine(tang).get(where))[1]["state"] == "declined"


def test_what_solved_nothing_waits_again(boundary, tang, lin, chen):
    from huiyin.loops import rules as loops  # noqa: PLC0415

    referral = make_referral(tang)
    rules.decline(referral, by=actor_for(lin), reason="outside", words="x", alternative="y")
    rules.agree(referral, by=actor_for(chen))
    loops.unsolved(Loop.objects.get(pk=referral.pk), by=actor_for(tang), words="还是没人管")
    withdrawn = make_referral(tang, "别人")
    rules.withdraw(withdrawn, by=actor_for(tang))

    states = {
        one["id"]: one["state"]
        for one in told(machine(tang).get("referrals", state="all"))[1]["referrals"]
    }

    assert states == {str(referral.pk): "sent", str(withdrawn.pk): "withdrawn"}


ASKERS = {"tang": 201, **dict.fromkeys(["sun", "wu"], 201), **dict.fromkeys(
    ["lin", "chen", "he", "zheng", "zhao", "zhou", "gao", "an", "shen"], 403)}  # fmt: skip


@pytest.mark.parametrize("who", sorted(ASKERS))
def test_who_sends(boundary, cast, who):
    assert told(machine(getattr(cast, who)).post("referrals", form()))[0] == ASKERS[who]


READERS = {
    "tang": 200, "lin": 200, "chen": 200, "he": 200, "sun": 404, "wu": 404, "zheng": 404, "zhao": 404,
    "zhou": 404, "gao": 403, "an": 403, "shen": 403,
}  # fmt: skip
DECIDERS = READERS | {"tang": 403, "sun": 403, "wu": 403}


@pytest.mark.parametrize("who", sorted(READERS))
def test_who_reads_and_who_decides(boundary, cast, tang, who):
    referral, asking = make_referral(tang), machine(getattr(cast, who))
    bodies = {
        "accept": {}, "return": {"words": "x"}, "answer": {"words": "x"},
        "decline": {"reason": "outside", "words": "x", "alternative": "y"},
    }  # fmt: skip

    assert told(asking.get(f"referrals/{referral.pk}"))[0] == READERS[who]
    listed = told(asking.get("referrals"))
    ids = [one["id"] for one in listed[1].get("referrals", [])]
    assert (listed[0], ids) == {
        200: (200, [str(referral.pk)]), 404: (200, []), 403: (403, []),
    }[READERS[who]]  # fmt: skip
    for verb in ("answer", "decline", "return", "accept"):
        expected = DECIDERS[who] if DECIDERS[who] != 200 or verb in {"decline", "return"} else 409
        status = told(asking.post(f"referrals/{uuid7()}/{verb}", bodies[verb]))[0]
        assert (verb, status) == (verb, 403 if DECIDERS[who] == 403 else 404)
        if verb == "answer":
            assert told(asking.post(f"referrals/{referral.pk}/{verb}", bodies[verb]))[0] == expected
    accepted = told(asking.post(f"referrals/{referral.pk}/accept"))[0]
    assert accepted == DECIDERS[who]


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_costs_the_same_however_long(boundary, tang, n, django_assert_num_queries):
    for k in range(n):
        make_referral(tang, f"居民{k}")
    asking = machine(tang)
    asking.get("me")

    with django_assert_num_queries(6):
        assert len(told(asking.get("referrals"))[1]["referrals"]) == n


def test_the_matters_are_told_with_their_verdicts(boundary, tang):
    _, said = told(machine(tang).get("matters"))

    assert said["matters"][0] == {
        "code": "elder", "name": "老人照护", "verdict": "can", "verdict_name": said["matters"][0]["verdict_name"],
        "wording": "上门评估，链接照护", "addressee": "",
    }  # fmt: skip
    assert told(machine(tang).get("referrals", next="x"))[0] == 422
