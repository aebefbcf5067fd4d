"""The months that are simulated: their days, and moments of them as rows hold them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from huiyin.core import clock
from huiyin.demo.simulate.chance import Chance
from huiyin.places import calendar

DAY_MS = 86_400_000
OPENS, CLOSED = 8 * 60 + 30, 17 * 60 + 20  # minutes of a Beijing day in which people work


@dataclass
class Span:
    """From `first` to `last`, both in it; `last` is the day before the load, so that nothing lies in the future."""

    first: date
    last: date
    workdays: list[date] = field(init=False)

    def __post_init__(self) -> None:
        days = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        self.workdays = [day for day in days if calendar.is_workday(day)]
        self.end = clock.at(self.last + timedelta(days=1))

    def moment(self, chance: Chance, day: date) -> datetime:
        """Some minute of office hours on that day."""
        return clock.at(day) + timedelta(minutes=chance.randint(OPENS, CLOSED))

    def any(self, chance: Chance) -> date:
        return self.workdays[int(chance.random() * len(self.workdays))]


def months_before(day: date, n: int) -> date:
    """The first of the month n months back."""
    month = day.year * 12 + day.month - 1 - n
    return date(month // 12, month % 12 + 1, 1)


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
