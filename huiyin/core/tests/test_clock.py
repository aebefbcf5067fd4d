"""Time is UTC inside and Beijing outside; a birthday turns at midnight in Beijing."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from huiyin.core import clock
from huiyin.core.ids import uuid7


def test_now_is_aware_and_utc():
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-03-01T15:59:59Z", date(2026, 3, 1)), ("2026-03-01T16:00:00Z", date(2026, 3, 2))],
)
def test_a_day_begins_at_midnight_in_beijing(moment, day):
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day


def test_an_hour_of_a_day_is_meant_in_beijing():
    assert clock.at(date(2026, 3, 2), "17:30") == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert clock.local(clock.at(date(2026, 3, 2))).isoformat() == "2026-03-02T00:00:00+08:00"


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_counted_in_whole_years(birth, on, age):
    assert clock.age(birth, on) == age


def test_an_age_is_counted_to_today_when_no_day_is_named():
    with time_machine.travel("2026-03-01T16:00:00Z", tick=False):
        assert clock.age(date(2008, 3, 2)) == 18


def test_identifiers_ascend_within_a_process():
    made = [uuid7() for _ in range(1000)]

    assert made == sorted(made)
    assert {one.version for one in made} == {7}
