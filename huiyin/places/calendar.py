"""The working-day clock: what the other rooms ask. The counting itself is in `workdays`, pure.

The table `Day` is read whole, by one query, and remembered by the process: a list of promises then asks nothing.
The rule that edits it forgets at once; other processes see an edit after `STALE` seconds at most.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.core import clock
from huiyin.places import rulers
from huiyin.places.models import Day, Festival
from huiyin.places.workdays import CLOSES as CLOSES
from huiyin.places.workdays import Workdays
from huiyin.ui.ruler import Ruler

STALE = 60.0
YEARLY = frozenset(Festival) - {Festival.MID_AUTUMN, Festival.OTHER}
"""What every year's arrangement names; 中秋节 may fall within the days of 国庆节."""


@dataclass(frozen=True)
class _Kept:
    at: float  # time.monotonic
    workdays: Workdays
    rests: frozenset[tuple[int, str]]  # (year, festival) with a day of rest


_kept: _Kept | None = None


def forget() -> None:
    """Drop what this process remembers of the calendar."""
    global _kept
    _kept = None


def is_workday(day: date) -> bool:
    return _calendar().workdays.is_workday(day)


def counts_for(moment: datetime) -> date:
    return _calendar().workdays.counts_for(moment)


def add_workdays(moment: datetime, n: int) -> datetime:
    return _calendar().workdays.add(moment, n)


def add_months(moment: datetime, n: int) -> datetime:
    return _calendar().workdays.add_months(moment, n)


def due(moment: datetime, term: str) -> datetime:
    return _calendar().workdays.due(moment, term)


def workdays_between(first: date, last: date) -> int:
    return _calendar().workdays.between(first, last)


def missing(year: int) -> list[str]:
    """The festivals of that year whose days of rest nobody has entered, in the order they come."""
    rests = _calendar().rests
    return [name for name in Festival if name in YEARLY and (year, name) not in rests]


def known(year: int) -> bool:
    """Whether the year's holidays are entered; pages say so where they are not."""
    return not missing(year)


def ruler(
    opened: datetime, due_at: datetime, *, met: datetime | None = None, why: str = ""
) -> Ruler:
    """The clock of a promise as cells and words; met ones look back, open ones forward."""
    days = _calendar().workdays
    return rulers.draw(days, opened, due_at, met or clock.now(), met=met is not None, why=why)


def _calendar() -> _Kept:
    global _kept
    kept = _kept
    if kept is None or time.monotonic() - kept.at > STALE:
        rows = list(Day.objects.values_list("date", "working", "name"))
        worked = Workdays({day: working for day, working, _ in rows})
        rests = frozenset((day.year, name) for day, working, name in rows if not working)
        kept = _kept = _Kept(time.monotonic(), worked, rests)
    return kept
