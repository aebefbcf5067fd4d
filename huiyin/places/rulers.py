"""The ruler of a promise: its cells, and the words that carry them (design/language.md 5)."""

import math
from datetime import datetime

from huiyin.core import clock
from huiyin.places.workdays import Workdays
from huiyin.ui.ruler import Ruler

CELLS, LATE_CELLS = 6, 2


def draw(
    days: Workdays, opened: datetime, due_at: datetime, now: datetime, *, met: bool, why: str
) -> Ruler:
    """`now` is when it was met, or the present moment of one still open. The day running counts as past."""
    begun, end = days.counts_for(opened), clock.local(due_at).date()
    today = clock.local(now).date()
    total = max(1, days.between(begun, end))
    passed = total if today >= end else max(0, days.between(begun, today))
    late = now > due_at
    over = max(0, days.between(end, today))
    words = _met(days, due_at, now, over) if met else _open(days, due_at, now, over)
    cells = _cells(total, min(passed, total), max(1, over) if late else 0)
    return Ruler(cells, words, _state(due_at, now, met=met), due_at, why)


def _state(due_at: datetime, now: datetime, *, met: bool) -> str:
    if now > due_at:
        return "late"
    if met:
        return "done"
    return "soon" if clock.local(now).date() == clock.local(due_at).date() else "coming"


def _open(days: Workdays, due_at: datetime, now: datetime, over: int) -> str:
    due, today = clock.local(due_at), clock.local(now).date()
    if now > due_at:
        passed = f"今天已过 {due:%H:%M}" if today == due.date() else "逾期不到 1 个工作日"
        return f"逾期 {over} 个工作日" if over else passed
    if today == due.date():
        return f"今天 {due:%H:%M} 前"
    left = days.between(today, due.date())
    return f"还剩 {left} 个工作日" if left else "还剩不到 1 个工作日"


def _met(days: Workdays, due_at: datetime, met_at: datetime, over: int) -> str:
    if met_at > due_at:
        return f"晚 {over} 个工作日答复" if over else "晚不到 1 个工作日答复"
    left = days.between(clock.local(met_at).date(), clock.local(due_at).date())
    return f"提前 {left} 个工作日答复" if left else "按时答复"


def _cells(total: int, passed: int, over: int) -> tuple[str, ...]:
    """At most six cells to the stop and two beyond it; above six days one cell is several days."""
    per = math.ceil(total / CELLS)
    shown = math.ceil(total / per)
    filled = shown if passed == total else passed // per
    return (*["past"] * filled, *["coming"] * (shown - filled), *["late"] * min(over, LATE_CELLS))
