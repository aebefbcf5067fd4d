"""When a matter falls due."""

from datetime import datetime

from huiyin.core import clock
from huiyin.loops.models import Loop
from huiyin.places import calendar


def nearest(loop: Loop) -> datetime | None:
    """The nearest of the running clocks and of the step's own day: kept on the Loop, one index for the day."""
    dates = list(loop.milestones.unmet().values_list("due_at", flat=True))
    if loop.step_on:
        dates.append(clock.at(loop.step_on, calendar.CLOSES))
    return min(dates, default=None)
