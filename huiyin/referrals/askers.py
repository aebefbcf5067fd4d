"""What the one who asked reads: her home, and the page of one referral. Words come through loops.heard only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import heard, receipts
from huiyin.loops import queries as loops
from huiyin.loops.heard import Echo
from huiyin.loops.models import Agreed, Loop, Milestone, Reply, Turn
from huiyin.loops.models import State as LoopState
from huiyin.records import queries as records
from huiyin.referrals import lists, queries
from huiyin.referrals.lists import Line
from huiyin.referrals.models import Referral, State
from huiyin.ui.ruler import Ruler

SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    """A line of 等待回音: what she waits for, who owes it, by when, and the one thing she can do."""

    line: Line
    action: str  # nudge | resend | look


@dataclass(frozen=True)
class Answered:
    line: Line
    echo: Echo | None
    may_object: bool


@dataclass(frozen=True)
class Home:
    asked: int
    answered: int
    late: int
    waiting: list[Waiting]
    heard: list[Answered]


@dataclass(frozen=True)
class Page:
    line: Line
    number: str
    echoes: list[Echo]
    clocks: list[tuple[Milestone, Ruler]]
    sessions: str
    open: bool
    may_nudge: bool
    may_object: bool


def home(actor: Actor) -> Home:
    asks = Referral.objects.visible_to(actor)
    now = Q(loop__state=LoopState.OPEN, loop__turn=Turn.US, loop__due_at__lt=clock.now())
    open_ones, answered = Q(loop__state=LoopState.OPEN), Q(loop__state=LoopState.ANSWERED)
    n = asks.aggregate(
        open=Count("pk", open_ones), answered=Count("pk", answered), late=Count("pk", now)
    )
    rows = asks.filter(open_ones).told().order_by("loop__due_at", "pk")[:SHOWN]
    done = asks.filter(answered).told().order_by("-loop__closed_at", "pk")[:5]
    return Home(
        n["open"] + n["answered"], n["answered"], n["late"], _waiting(lists.lines(rows, actor)),
        _answered(lists.lines(done, actor), actor),
    )  # fmt: skip


def page(referral: Referral, actor: Actor) -> Page:
    loop = referral.loop
    line = lists.lines([referral], actor)[0]
    going = loop.state == LoopState.OPEN
    nudged = bool(_nudged([loop]))
    return Page(
        line, receipts.said(loop.receipt), heard.heard(loop, by=actor)[::-1], loops.clocks(loop, hers=True),
        sessions(referral), going, going and loop.turn == Turn.US and not nudged, _may_object(loop),
    )  # fmt: skip


def sessions(referral: Referral) -> str:
    """Sessions so far: nothing at 只说进展, how often at 说概要, how long as well at 说详细."""
    if referral.loop.agreed == Agreed.STATUS:
        return ""
    served = queries.serving(referral)
    if served.result is None or served.state != State.ACCEPTED:
        return ""
    so_far = records.sessions(served.result)
    if not so_far.times:
        return ""
    longer = f"，一共 {so_far.minutes} 分钟" if referral.loop.agreed == Agreed.DETAIL else ""
    return f"已服务 {so_far.times} 次{longer}。"


def _waiting(lines: Sequence[Line]) -> list[Waiting]:
    nudged = _nudged([line.referral.loop for line in lines])
    return [Waiting(line, _action(line, nudged)) for line in lines]


def _action(line: Line, nudged: set[UUID]) -> str:
    """Late: 催一下, unless it was said today; not yet decided: 补充情况; else 看进展."""
    if line.glyph == "late" and line.referral.pk not in nudged:
        return "nudge"
    return "resend" if line.glyph == "open" else "look"


def _nudged(of: Sequence[Loop]) -> set[UUID]:
    today: datetime = clock.at(clock.today())
    said = Reply.objects.filter(
        loop__in=[one.pk for one in of], kind=Reply.Kind.NUDGE, at__gte=today
    )
    return set(said.values_list("loop", flat=True))


def _answered(lines: Sequence[Line], actor: Actor) -> list[Answered]:
    echoes = heard.echoes([line.referral.loop for line in lines], by=actor)
    return [
        Answered(line, _last(echoes[line.referral.pk]), _may_object(line.referral.loop))
        for line in lines
    ]


def _last(echoes: Sequence[Echo]) -> Echo | None:
    ours = [echo for echo in echoes if echo.side == Reply.Side.US]
    return ours[-1] if ours else None


def _may_object(loop: Loop) -> bool:
    return loop.state == LoopState.ANSWERED and not loop.reopened
