"""Counting working days: pure arithmetic over what was entered of the calendar.

A working day ends at 17:30 in Beijing. What comes later, or on a day of rest, counts as come when the office next
opens. The day it comes is not counted (民法典 201), a month ends on the same date or the month's last (202), a last
day that is one of rest moves to the next working day, and ends when the office closes (203).
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from huiyin.core import clock

NOON, CLOSES = "12:00", "17:30"  # the hours of our stations; "HH:MM" in Beijing
SATURDAY = 5
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The calendar as entered: date → worked or not. A date nobody entered is taken by its weekday."""

    entered: Mapping[date, bool]

    def is_workday(self, day: date) -> bool:
        return self.entered.get(day, day.weekday() < SATURDAY)

    def on_or_after(self, day: date) -> date:
        """The first working day from this date on."""
        while not self.is_workday(day):
            day += ONE
        return day

    def counts_for(self, moment: datetime) -> date:
        """The working day a moment belongs to: this one until 17:30, else the next."""
        day = clock.local(moment).date()
        return self.on_or_after(day if moment <= clock.at(day, CLOSES) else day + ONE)

    def add(self, moment: datetime, n: int) -> datetime:
        """17:30 of the n-th working day after the one the moment counts for; n = 0 is that day itself."""
        if n < 0:
            raise ValueError("a promise is not kept before it is given")
        day = self.counts_for(moment)
        for _ in range(n):
            day = self.on_or_after(day + ONE)
        return clock.at(day, CLOSES)

    def add_months(self, moment: datetime, n: int) -> datetime:
        """17:30 of the same date n months on, or of that month's last day, moved to a working day."""
        return clock.at(self.on_or_after(_months_on(clock.local(moment).date(), n)), CLOSES)

    def due(self, moment: datetime, term: str) -> datetime:
        """When a promise of that term falls due: "3d" working days, "10n" natural days, "1m" months.

        "0d" is the same day by 17:30; where it comes after closing or on a day of rest, by noon of the next
        working day: an urgent matter does not wait a whole day for the clock's sake.
        """
        amount, of = int(term[:-1]), term[-1]
        if of == "d":
            return self.add(moment, amount) if amount else self._same_day(moment)
        if of == "n":
            day = clock.local(moment).date() + timedelta(days=amount)
            return clock.at(self.on_or_after(day), CLOSES)
        if of == "m":
            return self.add_months(moment, amount)
        raise ValueError(f"no such term: {term}")

    def between(self, first: date, last: date) -> int:
        """Working days after the first date up to and with the last; negative when the last comes before."""
        if last < first:
            return -self.between(last, first)
        return self._until(last.toordinal()) - self._until(first.toordinal())

    def _until(self, day: int) -> int:
        """Working days from the beginning of time up to and with that ordinal: weekdays, and what the calendar moved."""
        weeks, rest = divmod(day, 7)  # ordinal 1 was a Monday
        dates, sums = self._moved
        return weeks * SATURDAY + min(rest, SATURDAY) + sums[bisect_right(dates, day)]

    @cached_property
    def _moved(self) -> tuple[list[int], list[int]]:
        """Dates on which the calendar says otherwise than the weekday, and the running sum of what they add."""
        moved = sorted(
            (day.toordinal(), 1 if working else -1)
            for day, working in self.entered.items()
            if working != (day.weekday() < SATURDAY)
        )
        return [day for day, _ in moved], list(accumulate((n for _, n in moved), initial=0))

    def _same_day(self, moment: datetime) -> datetime:
        day = self.counts_for(moment)
        return clock.at(day, CLOSES if day == clock.local(moment).date() else NOON)


def _months_on(day: date, n: int) -> date:
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
