"""Time: aware UTC inside, Beijing outside. Nobody else asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return timezone.now().astimezone(UTC)


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
