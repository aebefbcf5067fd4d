"""What a figure says of itself, and what a line behind it says (blueprint 2, 9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID

DIMENSIONS = ("month", "unit", "community", "klass", "worker")


class Period(NamedTuple):
    """From a day to a day, both counted."""

    since: date
    until: date

    @property
    def whole(self) -> bool:
        """Whole calendar months: what the roll-ups hold."""
        return self.since.day == 1 and _next(self.until).day == 1

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        found, month = [], self.since.replace(day=1)
        while month <= self.until:
            found.append(month)
            month = month_after(month)
        return found


EVER = Period(date(1900, 1, 1), date(2999, 12, 31))


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, date.fromordinal(month_after(first).toordinal() - 1))


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


@dataclass(frozen=True)
class Part:
    """One value of the dimension a figure was asked by. `value` None: not shown; `of`: what a rate is of."""

    code: str
    label: str
    value: int | None
    of: int | None = None


@dataclass(frozen=True)
class Figure:
    """A number with all that is needed to open it and to doubt it.

    `value` is a whole number of the measure's own unit (hours are kept in minutes; `Measure.amount` turns
    them into what is shown), or None where it must not be shown. `counted_at`: what was changed before this
    moment is in it. `left_out`: rows of the range that do not count, by the reason; filled when asked for.
    """

    measure: str
    unit: str
    since: date
    until: date
    value: int | None
    of: int | None
    parts: tuple[Part, ...]
    counted_at: datetime
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    def but(self, **other: object) -> Self:
        return replace(self, **other)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Line:
    """One row behind a figure. `n` is what it adds; Σ n over all lines is the figure's value.

    `url` is empty where the row is out of this actor's sight or nothing of it may be opened; `whom` is then
    受限, so that the length stays the value and nothing more is told. Several lines may have one `row`.
    """

    n: int
    row: UUID
    on: date | None
    what: str
    whom: str
    unit: str
    community: str
    klass: str
    worker: str
    url: str = ""
    shut: bool = False


@dataclass(frozen=True)
class Cell:
    """A raw number and how many different named residents stand behind it, for the hiding of small cells."""

    node: str
    period: Period
    part: str
    value: int
    persons: int
    of: int | None = None
