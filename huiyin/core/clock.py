"""Time: aware UTC inside, Beijing outside. Nobody else asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

BEIJING = ZoneInfo("Asia/Shanghai")


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return (_told.get() or timezone.now()).astimezone(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """What happens inside happened then: only the demonstration and imported history say so."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def local(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING)


def today() -> date:
    """The date in Beijing: a birthday flips the under-18 rules at its midnight."""
    return local(now()).date()


def at(day: date, hour: str = "00:00") -> datetime:
    """That day at that Beijing time ("17:30"), as UTC."""
    return datetime.combine(day, time.fromisoformat(hour), BEIJING).astimezone(UTC)


def age(birth_on: date, on: date | None = None) -> int:
    """Whole years; someone born on 29 February is a year older on 1 March (民法典 200–203: 按周岁)."""
    on = on or today()
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
