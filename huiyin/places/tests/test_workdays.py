"""Counting working days, whatever the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core import clock
from huiyin.places.workdays import Workdays

BY_WEEKDAY = Workdays({})
DATES = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them bare
CALENDARS = st.dictionaries(DATES, st.booleans(), max_size=60).map(Workdays)
NUMBERS = st.integers(0, 30)


def at(text: str) -> datetime:
    """ "2026-03-02 10:00" in Beijing."""
    return datetime.fromisoformat(f"{text}+08:00")


def said(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


@given(CALENDARS, MOMENTS, NUMBERS)
def test_a_promise_never_falls_due_on_a_day_of_rest(days, moment, n):
    due = clock.local(days.add(moment, n))
    assert days.is_workday(due.date())
    assert f"{due:%H:%M}" == "17:30"
    assert due >= moment


@given(CALENDARS, MOMENTS, NUMBERS)
def test_between_counts_what_add_added(days, moment, n):
    due = clock.local(days.add(moment, n)).date()
    assert days.between(days.counts_for(moment), due) == n


@given(CALENDARS, MOMENTS, NUMBERS, NUMBERS)
def test_working_days_add_up(days, moment, m, n):
    assert days.add(days.add(moment, m), n) == days.add(moment, m + n)


@given(CALENDARS, MOMENTS, MOMENTS, NUMBERS)
def test_who_asks_later_is_never_promised_an_earlier_day(days, one, other, n):
    first, second = sorted([one, other])
    assert days.add(first, n) <= days.add(second, n)


@given(CALENDARS, DATES, DATES, DATES)
def test_stretches_of_time_add_up_in_either_direction(days, a, b, c):
    assert days.between(a, b) + days.between(b, c) == days.between(a, c)


@given(MOMENTS, st.integers(0, 36), CALENDARS)
def test_a_month_ends_on_a_working_day_and_not_before_its_date(moment, n, days):
    due = clock.local(days.add_months(moment, n))
    assert days.is_workday(due.date())
    assert (due.date() - clock.local(moment).date()).days >= 28 * n


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-02 10:00", "2026-03-05 17:30"),  # Monday
        ("2026-03-02 17:30", "2026-03-05 17:30"),  # closing time is still Monday
        ("2026-03-02 17:31", "2026-03-06 17:30"),  # counts as Tuesday's
        ("2026-03-06 10:00", "2026-03-11 17:30"),  # Friday: the weekend is skipped
        ("2026-03-06 18:00", "2026-03-12 17:30"),  # counts as Monday's
        ("2026-03-07 10:00", "2026-03-12 17:30"),  # Saturday counts as Monday's
        ("2026-03-02 00:10", "2026-03-05 17:30"),  # the date is Beijing's, not the server's
    ],
)
def test_three_working_days(asked, due):
    assert said(BY_WEEKDAY.due(at(asked), "3d")) == due


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-02 10:00", "2026-03-02 17:30"),
        ("2026-03-02 17:31", "2026-03-03 12:00"),
        ("2026-03-07 09:00", "2026-03-09 12:00"),
    ],
)
def test_an_urgent_ask_is_due_the_same_day_or_by_noon_of_the_next(asked, due):
    assert said(BY_WEEKDAY.due(at(asked), "0d")) == due


@pytest.mark.parametrize(
    ("asked", "term", "due"),
    [
        ("2026-03-02 10:00", "1m", "2026-04-02 17:30"),
        ("2026-01-31 10:00", "1m", "2026-03-02 17:30"),  # 28 February is a Saturday
        ("2025-11-30 10:00", "3m", "2026-03-02 17:30"),
        ("2024-01-31 10:00", "1m", "2024-02-29 17:30"),
        ("2026-12-10 10:00", "1m", "2027-01-11 17:30"),  # 10 January is a Sunday
        ("2026-03-02 10:00", "10n", "2026-03-12 17:30"),
        ("2026-03-02 10:00", "5n", "2026-03-09 17:30"),  # 7 March is a Saturday
    ],
)
def test_months_and_natural_days_end_on_a_working_day(asked, term, due):
    assert said(BY_WEEKDAY.due(at(asked), term)) == due


def test_a_term_nobody_knows_is_a_fault_not_a_guess():
    with pytest.raises(ValueError, match="3x"):
        BY_WEEKDAY.due(at("2026-03-02 10:00"), "3x")


def test_a_promise_is_not_kept_before_it_is_given():
    with pytest.raises(ValueError, match="before it is given"):
        BY_WEEKDAY.add(at("2026-03-02 10:00"), -1)


def test_what_was_entered_wins_over_the_weekday():
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    days = Workdays({monday: False, saturday: True})
    assert [days.is_workday(monday), days.is_workday(saturday)] == [False, True]
    assert days.is_workday(monday + timedelta(days=1))
