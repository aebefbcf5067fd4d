"""Fills the area tree and the calendar from what ships with the house. The second time there is nothing to do."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
from django.db import transaction

from huiyin.places.models import Area, Day

DATA = Path(__file__).parent / "data" / "areas.csv.gz"
LENGTHS = (2, 4, 6, 9, 12)
YEARS = range(2024, 2027)
SOURCE = "随系统"


def areas() -> int:
    """How many areas were added. Codes that are there stay as they are: a name may have been mended here."""
    lines = gzip.decompress(DATA.read_bytes()).decode().splitlines()
    there = set(Area.objects.values_list("code", flat=True))
    pairs = [line.split(",", 1) for line in lines]
    fresh = [
        Area(code=code, name=name, level=len(code), parent_id=_parent(code))
        for code, name in pairs
        if code not in there
    ]
    with transaction.atomic():
        for length in LENGTHS:  # parents first
            Area.objects.bulk_create([a for a in fresh if len(a.code) == length], batch_size=2000)
    return len(fresh)


def _parent(code: str) -> str | None:
    return next((code[:n] for n in reversed(LENGTHS) if n < len(code)), None)


def days() -> int:
    """How many dates were added, from the State Council's yearly arrangement as the package knows it."""
    there = set(Day.objects.values_list("date", flat=True))
    fresh = []
    for year in YEARS:
        day = date(year, 1, 1)
        while day.year == year:
            if day not in there:
                fresh.append(_day(day))
            day += timedelta(days=1)
    Day.objects.bulk_create(fresh, batch_size=2000)
    return len(fresh)


def _day(day: date) -> Day:
    _, holiday = chinese_calendar.get_holiday_detail(day)
    return Day(
        date=day,
        working=chinese_calendar.is_workday(day),
        name=NAMES.get(holiday or "", ""),
        source=SOURCE,
    )


NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
}  # fmt: skip
