"""The calendar is a table people mend: the State Council's arrangement for a year comes late in the one before."""

from datetime import date, timedelta

from django.db import transaction

from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.places import calendar
from huiyin.places.models import Day
from huiyin.places.workdays import SATURDAY

FIRST_YEAR, LAST_YEAR = 2020, 2100
LONGEST = 31  # days in one edit: more than any festival, less than a slip of the year
BY_HAND = "手工录入"


@rule("calendar.edit")
def edit(
    *, by: Actor, first: date, last: date, working: bool | None, name: str = "", source: str = ""
) -> list[Day]:
    """Rest or work from the first date to the last; None: by the weekday again. What is promised stays promised."""
    _must_be_a_stretch(first, last)
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    there = Day.objects.in_bulk(dates)
    given = {"name": "" if working is None else name, "source": source or BY_HAND}
    days = []
    for on in dates:
        facts = {**given, "working": on.weekday() < SATURDAY if working is None else working}
        day = there.get(on)
        days.append(change(day, by=by, **facts) if day else enter(by=by, on=on, **facts))
    calendar.forget()
    transaction.on_commit(calendar.forget)  # another thread may have read the old days meanwhile
    return days


@rule("day.enter", inner=True)
def enter(*, by: Actor, on: date, working: bool, name: str, source: str) -> Day:
    return Day.objects.create(date=on, working=working, name=name, source=source)


@rule("day.change", inner=True)
def change(day: Day, *, by: Actor, working: bool, name: str, source: str) -> Day:
    day.working, day.name, day.source = working, name, source
    day.save()
    return day


def _must_be_a_stretch(first: date, last: date) -> None:
    if last < first:
        raise Refused("最后一天在第一天前面。请对调，再记一次。")
    if (last - first).days >= LONGEST:
        raise Refused(f"一次最多改 {LONGEST} 天。请分几次记。")
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise Refused(f"只能改 {FIRST_YEAR} 年到 {LAST_YEAR} 年的日子。请看看年份写对没有。")
