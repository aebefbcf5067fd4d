"""The working-day clock: when a promise falls due, how far off that is, and the ruler that shows it.

A day ends at 17:30 in Beijing; what comes later counts as come on the next working day. The table `Day` knows
each date of the years that were entered; a year nobody entered is taken as Monday to Friday, and `known` says so.
"""

import math
import threading
import time
from calendar import monthrange
from datetime import date, datetime, timedelta

from huiyin.core import clock
from huiyin.places.models import Day
from huiyin.ui.ruler import Ruler

CLOSES = "17:30"
STALE = 60.0  # seconds another process's edit may take to be seen here
CELLS = 6
WEEKDAYS = "一二三四五六日"
_lock = threading.local()


def is_workday(day: date) -> bool:
    known = _year(day.year)
    return known[day] if day in known else day.weekday() < 5


def known(year: int) -> bool:
    """Whether the year's holidays were entered; pages say so where they were not."""
    return len(_year(year)) > 300


def forget() -> None:
    """Drop what this process remembers: called by the rule that edits a day."""
    _lock.years = {}


def add_workdays(moment: datetime, n: int) -> datetime:
    """17:30 of the n-th working day after the day the moment counts for; n = 0 is that day itself."""
    day = counts_for(moment)
    for _ in range(n):
        day = _next(day + timedelta(days=1))
    return clock.at(day, CLOSES)


def counts_for(moment: datetime) -> date:
    """The working day a moment belongs to: a rest day, or an hour after closing, counts for the next."""
    day = clock.local(moment).date()
    return _next(day if moment <= clock.at(day, CLOSES) else day + timedelta(days=1))


def add_months(moment: datetime, n: int) -> datetime:
    """17:30 of the same date n months on, or of the month's last day, moved to a working day."""
    day = clock.local(moment).date()
    month = day.month - 1 + n
    year, month = day.year + month // 12, month % 12 + 1
    same = date(year, month, min(day.day, monthrange(year, month)[1]))
    return clock.at(_next(same), CLOSES)


def due(moment: datetime, term: str) -> datetime:
    """ "3d" working days, "10n" natural days, "1m" months, "0d" the same day."""
    amount, of = int(term[:-1]), term[-1]
    if of == "d":
        return add_workdays(moment, amount)
    if of == "n":
        return clock.at(_next(clock.local(moment).date() + timedelta(days=amount)), CLOSES)
    return add_months(moment, amount)


def workdays_between(first: date, last: date) -> int:
    """Working days after the first date up to and with the last; negative when the last comes before."""
    if last < first:
        return -workdays_between(last, first)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_workday(day) for day in days)


def ruler(
    opened: datetime, due_at: datetime, *, met: datetime | None = None, why: str = ""
) -> Ruler:
    """The clock of a promise as cells and words; met ones look back, open ones forward."""
    now = met or clock.now()
    begun, end, today = (clock.local(m).date() for m in (opened, due_at, now))
    total = max(1, workdays_between(begun, end))
    passed = max(0, workdays_between(begun, min(today, end)))
    over = max(0, workdays_between(end, today))
    left = workdays_between(today, end)
    if met:
        state, words = _met(left, over)
    elif now > due_at:
        state, words = "late", _overdue(over, end == today)
    elif today == end:
        state, words = "soon", f"今天 {clock.local(due_at):%H:%M} 前"
    else:
        state, words = "coming", f"还剩 {left} 个工作日"
    return Ruler(_cells(total, min(passed, total), over), words, state, due_at, why)


def _overdue(over: int, is_today: bool) -> str:
    if over:
        return f"逾期 {over} 个工作日"
    return f"今天已过 {CLOSES}" if is_today else "逾期，不到 1 个工作日"


def _met(left: int, over: int) -> tuple[str, str]:
    if over:
        return "late", f"晚 {over} 个工作日答复"
    return "done", f"提前 {left} 个工作日答复" if left else "当天答复"


def _cells(total: int, passed: int, over: int) -> tuple[str, ...]:
    """At most six cells and two late ones; above six days one cell is several days."""
    per = math.ceil(total / CELLS)
    shown = math.ceil(total / per)
    filled = shown if passed >= total else passed // per
    return (*["past"] * filled, *["coming"] * (shown - filled), *["late"] * min(over, 2))


def _next(day: date) -> date:
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def _year(year: int) -> dict[date, bool]:
    years: dict[int, tuple[float, dict[date, bool]]] = getattr(_lock, "years", {})
    if year not in years or time.monotonic() - years[year][0] > STALE:
        rows = Day.objects.filter(date__gte=date(year, 1, 1), date__lte=date(year, 12, 31))
        years[year] = (time.monotonic(), dict(rows.values_list("date", "working")))
        _lock.years = years
    return years[year][1]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def notice() -> str:
    """What pages say where the coming weeks lie in a year nobody entered yet."""
    year = (clock.today() + timedelta(days=31)).year
    return "" if known(year) else f"{year} 年放假安排还没有录入，先按周一到周五算。"
