"""The clocks of a referral while the turn is the asker's: they stand still, and go on when she has answered."""

from datetime import datetime

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.places import calendar


def go_on(loop: Loop, *, by: Actor, since: datetime) -> None:
    """Each open clock gets back the working days it had left when the turn went over, today at least.

    `since`: when the station sent it back. A clock that had run out already has today.
    """
    now = clock.now()
    for stone in loop.milestones.unmet():
        left = calendar.workdays_between(
            clock.local(since).date(), clock.local(stone.due_at).date()
        )
        loops.set_clock(
            loop, by=by, code=stone.code, due_at=calendar.add_workdays(now, max(0, left))
        )
