from datetime import datetime
from uuid import UUID

from django.db.models import Max

from huiyin.audit import counted
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import causes, due
from huiyin.loops.models import Loop, Milestone, Reply
from huiyin.loops.rules.replies import reply
from huiyin.places import calendar

REPEATS = {"note"}  # met ones begin again: a month later the asker is told again


@rule("loop.start_clock", inner=True)
def start_clock(loop: Loop, *, by: Actor, code: str, due_at: datetime) -> Milestone:
    last = loop.milestones.filter(code=code).aggregate(n=Max("n"))["n"] or 0
    milestone = Milestone.objects.create(
        loop=loop, code=code, n=last + 1, due_at=due_at, unit_id=loop.unit_id
    )
    _settle(loop)
    return milestone


@rule("loop.set_clock", inner=True)
def set_clock(loop: Loop, *, by: Actor, code: str, due_at: datetime) -> Milestone:
    """Move the running clock of that code, or start one."""
    running = loop.milestones.unmet().filter(code=code).order_by("n").first()
    if running is None:
        return start_clock(loop, by=by, code=code, due_at=due_at)
    counted.touch(running)
    running.due_at = due_at
    running.save()
    _settle(loop)
    return running


@rule("loop.progress", inner=True)
def progress(loop: Loop, *, by: Actor, code: str, evidence: UUID | None = None) -> Loop:
    """The thing was done: meet the running clock of that code here and on every matter this is because of.

    The first contact is told to whoever waits there; a monthly note, once met, begins again.
    """
    for matter in causes.still_open(loop):
        met = matter.milestones.unmet().filter(code=code).order_by("n").first()
        if met is None:
            continue
        counted.touch(met)
        met.met_at, met.evidence, met.unit_id = clock.now(), evidence, matter.unit_id
        met.save()
        counted.touch(met)
        if code == "contact":
            reply(matter, by=by, kind=Reply.Kind.CONTACT)
        if code in REPEATS and code in matter.terms:
            start_clock(
                matter, by=by, code=code, due_at=calendar.due(clock.now(), matter.terms[code])
            )
        _settle(matter)
    return loop


@rule("loop.take_step", inner=True)
def take_step(loop: Loop, *, by: Actor) -> Loop:
    """The next step was done: it stands no longer, and its day presses no longer."""
    loop.step, loop.step_words, loop.step_on = "", "", None
    _settle(loop)
    return loop


def _settle(loop: Loop) -> None:
    loop.due_at = due.nearest(loop)
    loop.save()
