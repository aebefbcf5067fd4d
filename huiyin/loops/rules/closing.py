from huiyin.access.models import Seat, Unit
from huiyin.audit import counted
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.loops import due
from huiyin.loops.flow import FLOW
from huiyin.loops.models import Agreed, Loop, Reply, Turn
from huiyin.loops.rules.clocks import start_clock
from huiyin.loops.rules.replies import reply
from huiyin.places import calendar
from huiyin.residents import rules as residents

AGAIN = "3d"  # ours, where a kind has no term of its own
AFTERCARE = (
    "3m"  # ours: how long after it she who served may still read the file, to look after her
)


@rule("loop.answer", inner=True)
def answer(
    loop: Loop,
    *,
    by: Actor,
    kind: str = Reply.Kind.ANSWER,
    words: str = "",
    level: str = Agreed.SUMMARY,
) -> Reply:
    """A Loop ends by an answer that is recorded and shown to the asker."""
    line = reply(loop, by=by, kind=kind, words=words, level=level)
    FLOW.move(loop, "answer")
    loop.answer = line
    _end(loop, by)
    return line


@rule("loop.close_withdrawn", inner=True)
def close_withdrawn(loop: Loop, *, by: Actor, words: str = "") -> Loop:
    """… or by the asker's withdrawal."""
    reply(loop, by=by, kind=Reply.Kind.WITHDRAWN, words=words, side=Reply.Side.ASKER)
    FLOW.move(loop, "withdraw")
    _end(loop, by)
    return loop


@rule("loop.reopen", inner=True)
def reopen(loop: Loop, *, by: Actor) -> Loop:
    """Back to whoever had it; to the station's receiver if her account has been closed since. What is owed is
    the outcome, by the term of an answer."""
    FLOW.move(loop, "reopen")
    station = Unit.objects.get(code=loop.unit_id[:10])
    seat = Seat.objects.filter(user=loop.owner_id).first() or station.receiver
    if seat is None:
        raise Refused("负责的同事已经离开，站里也没有接收人。请打站里的电话。")
    loop.owner_id, loop.seat = seat.user_id, seat
    loop.answer, loop.closed_at, loop.turn = None, None, Turn.US
    term = loop.terms.get("answer", AGAIN)
    loop.terms = loop.terms | {"feedback": term}
    loop.save()
    residents.let_care_lapse(by=by, cause=loop.pk, until=None)
    start_clock(loop, by=by, code="feedback", due_at=calendar.due(clock.now(), term))
    return loop


def _end(loop: Loop, by: Actor) -> None:
    """Clocks that still ran are stopped as met by the end; what was late stays late in their dates."""
    counted.touch(
        *loop.milestones.all()
    )  # also the met ones: a withdrawal takes them out of the count
    loop.milestones.unmet().update(met_at=clock.now())
    loop.seat, loop.closed_at, loop.step_on = None, clock.now(), None
    loop.due_at = due.nearest(loop)
    loop.save()
    until = clock.local(calendar.due(loop.closed_at, AFTERCARE)).date()
    residents.let_care_lapse(by=by, cause=loop.pk, until=until)
