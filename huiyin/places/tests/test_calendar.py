"""The calendar as it ships, and what happens where it ends."""

from datetime import date, datetime

import chinese_calendar
import pytest

from huiyin.core import clock
from huiyin.places import calendar, loading
from huiyin.places.models import Day, Festival

SPRING_2026 = {f"2026-02-{day}": False for day in range(15, 24)} | {
    "2026-02-14": True,
    "2026-02-28": True,
}
LAST = date(2026, 12, 31)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def said(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def test_the_spring_festival_of_2026(shipped):
    rows = Day.objects.filter(name=Festival.SPRING, date__year=2026)
    assert {str(day.date): day.working for day in rows} == SPRING_2026
    assert [calendar.is_workday(date.fromisoformat(day)) for day in SPRING_2026] == [
        *[False] * 9, True, True,
    ]  # fmt: skip


def test_the_made_up_days_of_2026(shipped):
    made_up = Day.objects.filter(working=True, date__year=2026).order_by("date")
    assert {str(day.date): day.name for day in made_up} == {
        "2026-01-04": "元旦",
        "2026-02-14": "春节",
        "2026-02-28": "春节",
        "2026-05-09": "劳动节",
        "2026-09-20": "国庆节",
        "2026-10-10": "国庆节",
    }


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_date_agrees_with_the_package(shipped, year):
    first = date(year, 1, 1).toordinal()
    dates = [date.fromordinal(n) for n in range(first, date(year, 12, 31).toordinal() + 1)]
    differing = [d for d in dates if calendar.is_workday(d) != chinese_calendar.is_workday(d)]
    assert differing == []


def test_a_promise_given_before_the_festival_falls_due_after_it(shipped):
    friday = at("2026-02-13 10:00")
    due = calendar.add_workdays(friday, 3)
    assert said(due) == "2026-02-25 17:30"  # Saturday the 14th is worked, then nine days of rest
    assert calendar.workdays_between(date(2026, 2, 13), date(2026, 2, 25)) == 3


def test_a_make_up_sunday_takes_an_ask(shipped):
    assert calendar.counts_for(at("2026-09-20 09:00")) == date(2026, 9, 20)


def test_a_missing_year_goes_by_the_weekday_and_says_so(shipped):
    assert (calendar.known(2026), calendar.known(2027)) == (True, False)
    assert calendar.missing(2027) == ["元旦", "春节", "清明节", "劳动节", "端午节", "国庆节"]
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 8))  # a Monday, and in truth the third day of the year
    assert said(calendar.add_workdays(at("2026-12-31 10:00"), 3)) == "2027-01-05 17:30"


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_shipped_year_misses_nothing(shipped, year):
    assert calendar.missing(year) == []


def test_one_day_entered_does_not_make_a_year_known(db):
    Day.objects.create(date=date(2027, 1, 1), working=False, name=Festival.NEW_YEAR, source="试")
    assert calendar.missing(2027) == ["春节", "清明节", "劳动节", "端午节", "国庆节"]


def test_without_any_calendar_the_week_goes_on(db):
    assert said(calendar.due(at("2026-02-13 10:00"), "3d")) == "2026-02-18 17:30"


def test_the_whole_calendar_is_asked_for_once(shipped, django_assert_num_queries):
    calendar.forget()
    with django_assert_num_queries(1):
        for n in range(40):
            calendar.add_workdays(at("2026-01-05 10:00"), n)
            calendar.ruler(at("2026-01-05 10:00"), at("2026-12-05 17:30"))
        calendar.known(2030)


def test_what_another_process_edited_is_seen_after_a_minute(shipped, monkeypatch):
    assert calendar.is_workday(date(2026, 3, 2))
    Day.objects.create(date=date(2026, 3, 2), working=False, name=Festival.OTHER, source="试")
    assert calendar.is_workday(date(2026, 3, 2))
    monkeypatch.setattr(calendar, "STALE", -1.0)
    assert not calendar.is_workday(date(2026, 3, 2))


def test_loading_the_days_again_adds_nothing_and_keeps_what_was_mended(shipped):
    before = Day.objects.count()
    Day.objects.filter(date=date(2026, 2, 14)).update(working=False, source="手工录入")

    assert (loading.days(), Day.objects.count()) == (0, before)
    assert Day.objects.get(date=date(2026, 2, 14)).source == "手工录入"
