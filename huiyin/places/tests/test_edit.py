"""The system administrator mends the calendar, on its page."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from huiyin.access.models import User
from huiyin.audit.models import Entry
from huiyin.core.errors import NotAllowed, Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make
from huiyin.places import calendar, rules
from huiyin.places.models import Day

SignIn = Callable[[User], Any]
NEW_YEAR = {"first": date(2027, 1, 1), "last": date(2027, 1, 3), "working": False, "name": "元旦"}
# queries: sign-in and post 7, the year's days, the calendar; without what other rooms count in the menu
QUERIES = 9


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


def text(answer: Any) -> str:
    body = answer.content.decode().split("<main", 1)[1].split("<footer", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)).strip()


def rows(year: int) -> list[tuple[str, bool, str, str]]:
    days = Day.objects.filter(date__year=year).order_by("date")
    return [(f"{d.date:%m-%d}", d.working, d.name, d.source) for d in days]


def test_a_stretch_of_rest_counts_from_now_on(gao):
    assert calendar.is_workday(date(2027, 1, 1))

    rules.edit(by=make.actor_for(gao), **NEW_YEAR, source="国办发明电〔2026〕7号")

    assert rows(2027) == [
        (day, False, "元旦", "国办发明电〔2026〕7号") for day in ("01-01", "01-02", "01-03")
    ]
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.missing(2027) == ["春节", "清明节", "劳动节", "端午节", "国庆节"]


def test_a_made_up_sunday_is_worked(gao):
    sunday = date(2027, 1, 10)
    rules.edit(by=make.actor_for(gao), first=sunday, last=sunday, working=True, name="元旦")
    assert (rows(2027), calendar.is_workday(sunday)) == (
        [("01-10", True, "元旦", "手工录入")], True,
    )  # fmt: skip


def test_a_slip_is_taken_back_to_the_weekday(gao):
    by = make.actor_for(gao)
    rules.edit(by=by, **NEW_YEAR)

    rules.edit(by=by, first=date(2027, 1, 1), last=date(2027, 1, 2), working=None)

    assert rows(2027) == [
        ("01-01", True, "", "手工录入"),
        ("01-02", False, "", "手工录入"),
        ("01-03", False, "元旦", "手工录入"),
    ]


def test_each_day_is_journalled_with_what_it_was(gao):
    by = make.actor_for(gao)
    rules.edit(by=by, **NEW_YEAR)
    Entry.objects.all().delete()

    rules.edit(by=by, first=date(2027, 1, 3), last=date(2027, 1, 4), working=True, name="元旦")

    told = {e.verb: e.changes for e in Entry.objects.all()}
    assert set(told) == {"calendar.edit", "day.change", "day.enter"}
    assert told["day.change"] == {"working": [False, True]}
    assert told["day.enter"] == {
        "date": [None, "2027-01-04"], "working": [None, True], "name": [None, "元旦"], "source": [None, "手工录入"],
    }  # fmt: skip


def test_a_second_click_changes_nothing_more(gao):
    by, act = make.actor_for(gao), uuid7()
    rules.edit(by=by, act=act, **NEW_YEAR)
    rules.edit(by=by, act=act, **NEW_YEAR)
    assert (len(rows(2027)), Entry.objects.filter(verb="calendar.edit").count()) == (3, 1)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2027, 2, 3), date(2027, 2, 1), "请对调"),
        (date(2027, 1, 1), date(2027, 2, 1), "一次最多改 31 天"),
        (date(2019, 12, 31), date(2020, 1, 1), "看看年份"),
        (date(2100, 12, 31), date(2101, 1, 1), "看看年份"),
    ],
)
def test_what_cannot_be_meant_is_refused(gao, first, last, why):
    with pytest.raises(Refused, match=why):
        rules.edit(by=make.actor_for(gao), first=first, last=last, working=False, name="春节")
    assert Day.objects.count() == 0


def test_only_the_system_administrator_edits(lin):
    with pytest.raises(NotAllowed):
        rules.edit(by=make.actor_for(lin), **NEW_YEAR)
    assert Day.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "seen", "edited"),
    [
        ("lin", 200, 403), ("chen", 200, 403), ("zhou", 200, 403), ("tang", 200, 403), ("wu", 200, 403),
        ("gao", 200, 302), ("an", 200, 403), ("shen", 200, 403),
    ],
)  # fmt: skip
def test_who_may_see_and_who_may_edit(cast, signed_in: SignIn, who, seen, edited):
    client = signed_in(getattr(cast, who))
    given = {"act": uuid7(), "first": "2027-01-01", "working": "rest", "name": "元旦"}
    assert client.get("/calendar").status_code == seen
    assert client.post("/calendar/edit", given).status_code == edited


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/calendar").status_code == 302
    assert client.get("/calendar").url.startswith("/sign-in")


def test_the_page_tells_the_year_as_its_notice_does(shipped, lin, signed_in: SignIn):
    page = text(signed_in(lin).get("/calendar?year=2026"))
    assert "2026 年放假 33 天，补班 6 天" in page
    assert "春节 2月15日 周日至2月23日 周一 9 天 2月14日 周六2月28日 周六 软件自带" in page
    assert "录入" not in page
    assert "改几天" not in page


@pytest.mark.parametrize("asked", ["?year=2027", "?year=1066", "?year=abc", ""])
def test_a_year_nobody_entered_says_how_days_are_counted(lin, signed_in: SignIn, asked):
    page = text(signed_in(lin).get(f"/calendar{asked}"))
    year = 2027 if "2027" in asked else 2026
    assert f"{year} 年放假安排还没有录入，先按周一到周五算。" in page


def test_a_year_half_entered_says_what_is_missing(gao, signed_in: SignIn):
    rules.edit(by=make.actor_for(gao), **NEW_YEAR)
    page = text(signed_in(gao).get("/calendar?year=2027"))
    assert (
        "2027 年还缺春节、清明节、劳动节、端午节、国庆节。没有录入的日子，先按周一到周五算。"
        in page
    )


@pytest.mark.parametrize("n", [1, 3])
def test_a_fuller_year_costs_no_more(
    gao, signed_in: SignIn, monkeypatch, django_assert_num_queries, n
):
    monkeypatch.setattr("huiyin.ui.slots._slots", defaultdict(dict))
    by = make.actor_for(gao)
    for day in range(1, n + 1):
        on = date(2027, day, 1)
        rules.edit(
            by=by, first=on, last=on, working=False, name=["元旦", "春节", "清明节"][day - 1]
        )
    client = signed_in(gao)
    client.get("/calendar?year=2027")
    calendar.forget()
    with django_assert_num_queries(QUERIES):
        client.get("/calendar?year=2027")


def test_recording_a_festival_leads_back_to_its_year(gao, signed_in: SignIn):
    given = {
        "act": uuid7(), "first": "2027-02-06", "last": "2027-02-12", "working": "rest", "name": "春节",
        "source": "国办发明电〔2026〕7号",
    }  # fmt: skip
    answer = signed_in(gao).post("/calendar/edit", given)
    assert (answer.status_code, answer.url) == (302, "/calendar?year=2027#%E6%98%A5%E8%8A%82")
    assert len(rows(2027)) == 7


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"working": "rest", "name": "元旦"}, "还没有填：从哪天起。"),
        ({"first": "2027-01-01", "name": "元旦"}, "还没有选：这几天。"),
        ({"first": "2027-01-01", "working": "rest"}, "还没有选：哪个节。都不是，就选“其他”。"),
        (
            {"first": "2027-01-03", "last": "2027-01-01", "working": "rest", "name": "元旦"},
            "这一天在第一天前面。",
        ),
        (
            {"first": "明年", "working": "rest", "name": "元旦"},
            "日期写作 2027-02-06 这样。",
        ),
    ],
)
def test_a_slip_of_the_pen_is_said_beside_its_field(gao, signed_in: SignIn, given, said):
    answer = signed_in(gao).post("/calendar/edit", {"act": uuid7(), **given})
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert Day.objects.count() == 0


def test_back_to_the_weekday_needs_no_festival(gao, signed_in: SignIn):
    given = {"act": uuid7(), "first": "2027-01-01", "working": "usual"}
    assert signed_in(gao).post("/calendar/edit", given).status_code == 302
    assert rows(2027) == [("01-01", True, "", "手工录入")]


def test_a_refusal_is_a_sentence(gao, signed_in: SignIn):
    given = {
        "act": uuid7(), "first": "2027-01-01", "last": "2027-06-01", "working": "rest", "name": "其他",
    }  # fmt: skip
    answer = signed_in(gao).post("/calendar/edit", given)
    assert (answer.status_code, "一次最多改 31 天" in answer.content.decode()) == (409, True)
