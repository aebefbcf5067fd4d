"""Fills the area tree and the calendar from what ships with the house. The second time there is nothing to do.

Rows that are there stay as they are: a name or a day may have been mended here. Reference data, the same everywhere
and about nobody: it is loaded as a migration would, without a door.
"""

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import chinese_calendar
from django.db import transaction

from huiyin.places import calendar
from huiyin.places.models import Area, Day, Festival, Level

DATA = Path(__file__).parent / "data" / "areas.csv.gz"
FIRST_YEAR = 2024
SOURCE = "软件自带"
BATCH = 2000
NAMES = {
    "New Year's Day": Festival.NEW_YEAR, "Spring Festival": Festival.SPRING,
    "Tomb-sweeping Day": Festival.TOMB_SWEEPING, "Labour Day": Festival.LABOUR,
    "Dragon Boat Festival": Festival.DRAGON_BOAT, "Mid-autumn Festival": Festival.MID_AUTUMN,
    "National Day": Festival.NATIONAL,
}  # fmt: skip


def areas() -> int:
    """How many areas were added."""
    there = set(Area.objects.values_list("code", flat=True))
    lines = gzip.decompress(DATA.read_bytes()).decode().splitlines()
    pairs = (line.split(",", 1) for line in lines)
    fresh = [_area(code, name) for code, name in pairs if code not in there]
    with transaction.atomic():  # parents first: a shorter code is above
        Area.objects.bulk_create(sorted(fresh, key=lambda a: a.level), BATCH, ignore_conflicts=True)
    return len(fresh)


def days() -> int:
    """How many dates were added, from the State Council's yearly arrangements as far as the package knows them."""
    there = set(Day.objects.values_list("date", flat=True))
    fresh = [day for day in _arranged() if day.date not in there]
    Day.objects.bulk_create(fresh, BATCH, ignore_conflicts=True)
    calendar.forget()
    return len(fresh)


def _area(code: str, name: str) -> Area:
    above = max((level for level in Level.values if level < len(code)), default=0)
    return Area(code=code, name=name, level=len(code), parent_id=code[:above] or None)


def _arranged() -> Iterator[Day]:
    first = date(FIRST_YEAR, 1, 1)
    for n in count():
        day = first + timedelta(days=n)
        try:
            rest, festival = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:  # the year whose arrangement the package does not know yet
            return
        if festival:
            yield Day(
                date=day, working=not rest, name=NAMES.get(festival, Festival.OTHER), source=SOURCE
            )
