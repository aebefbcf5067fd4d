from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.loops import kinds, terms
from huiyin.loops.models import Loop, Milestone, State, Turn
from huiyin.loops.queries.lists import NEVER
from huiyin.places import calendar
from huiyin.residents import queries as residents
from huiyin.ui.ruler import Ruler

MOST = 3  # a line stands for two asks above it: a referral passed on once more would be another owner's
STILL = {Turn.ASKER: "等转介人补充，先不计时", Turn.PARTNER: "等对方办，先不计时"}
HERS = STILL | {Turn.ASKER: "等您补充，先不计时"}  # as she reads it whose turn it is


@dataclass(frozen=True)
class Row:
    """A Loop as a line of a list: nothing in it asks the database again."""

    loop: Loop
    title: str
    waiter: str
    ruler: Ruler | None
    state: str  # glyph: open, doing, done, late, withdrawn
    url: str
    action: str


@dataclass(frozen=True)
class _Due:
    """What falls due first on a line: at what moment, on which Loop of its chain, called what, by which rule."""

    loop: Loop
    at: datetime
    words: str
    why: str


def rows(loops: Iterable[Loop], *, by: Actor) -> list[Row]:
    """Lines for a list, for a constant number of queries: clocks in one, words in one, keys in one.

    An asker's lines carry no words of ours: what she may read comes from `heard`, and from there only.
    """
    loops = list(loops)
    chains = {loop.pk: chain(loop, by) for loop in loops}
    stones = next_clocks(one for line in chains.values() for one in line)
    words = _steps([one for line in chains.values() for one in line], by)
    return [_row(chains[loop.pk], stones, words, by) for loop in loops]


def row(loop: Loop, *, by: Actor) -> Row:
    return rows([loop], by=by)[0]


def chain(loop: Loop, by: Actor) -> list[Loop]:
    """The Loop and the open asks of the same owner that its line stands for, nearest first."""
    line = [loop]
    if by.rows != "reach" or loop.state != State.OPEN:
        return line
    while kinds.of(line[-1].kind).stands and len(line) < MOST:
        above = line[-1].parent
        if above is None or above.state != State.OPEN or above.owner_id != loop.owner_id:
            break
        line.append(above)
    return line


def next_clocks(loops: Iterable[Loop]) -> dict[UUID, Milestone]:
    """Loop id → its nearest running clock; for what has ended, the one its end met."""
    found: dict[UUID, Milestone] = {}
    every = Milestone.objects.filter(loop__in=[loop.pk for loop in loops])
    for stone in every.order_by(F("met_at").desc(nulls_first=True), "due_at", "n"):
        found.setdefault(stone.loop_id, stone)
    return found


def clocks(loop: Loop, *, hers: bool = False) -> list[tuple[Milestone, Ruler]]:
    """All promised dates of a matter, in order, each with its ruler. `hers`: for the asker's own eyes, as on her
    page, the receipt and the look-up."""
    return [(stone, _dated(loop, stone, hers)) for stone in loop.milestones.order_by("due_at", "n")]


def _dated(loop: Loop, stone: Milestone, hers: bool) -> Ruler:
    drawn = calendar.ruler(loop.opened_at, stone.due_at, met=stone.met_at, why=_why(loop, stone))
    return drawn if stone.met_at else _turned(loop, drawn, hers)


def glyph(loop: Loop) -> str:
    if loop.state == State.WITHDRAWN:
        return "withdrawn"
    if loop.state == State.ANSWERED:
        return "done"
    if loop.late:
        return "late"
    return "doing" if loop.turn != Turn.US or loop.step_on else "open"


def head(loop: Loop, by: Actor) -> str:
    """Whom or what it is about: 向素芬，78岁. Her own ask an organisation reads by the name it gave."""
    kind = kinds.of(loop.kind)
    if kind.title:
        return kind.title(loop)
    if loop.person is None:
        return ""
    name = loop.person.name if _hers(loop, by) else residents.shown_name(loop.person, by)
    return f"{name}，{loop.person.age}岁" if loop.person.age is not None else name


def _hers(loop: Loop, by: Actor) -> bool:
    return by.org is not None and loop.asker_org_id == by.org


def waiter(loop: Loop, by: Actor) -> str:
    """Who waits: 石溪社区居委会唐玉珍在等; a colleague by her name."""
    asker = loop.asker_org.name if loop.asker_org else ""
    name = loop.asker_name or (loop.asker_user.name if loop.asker_user and not asker else "")
    if not name and loop.asker_person:
        name = residents.shown_name(loop.asker_person, by)
    return f"{asker}{name}在等" if asker or name else ""


def _row(line: list[Loop], stones: dict[UUID, Milestone], words: dict[UUID, str], by: Actor) -> Row:
    loop, kind = line[0], kinds.of(line[0].kind)
    dues = [_due(one, stones.get(one.pk), words[one.pk]) for one in line]
    first = min((due for due in dues if due.at < NEVER), key=_nearest, default=dues[0])
    who, waits = head(loop, by), [waiter(one, by) for one in line]
    absent = f"代{loop.owner.name}" if loop.owner_id in by.stand_ins else ""
    return Row(
        loop,
        f"{who}：{first.words}" if who else first.words,
        "，".join(said for said in (next(filter(None, waits), ""), absent) if said),
        _drawn(first, _hers(first.loop, by)),
        _state(line),
        kinds.page(loop),
        kind.action,
    )


def _state(line: list[Loop]) -> str:
    states = [glyph(one) for one in line]
    if "late" in states:
        return "late"
    return "doing" if len(line) > 1 else states[0]


def _nearest(due: _Due) -> tuple[bool, datetime]:
    return due.loop.turn != Turn.US, due.at


def _due(loop: Loop, stone: Milestone | None, words: str) -> _Due:
    """The step's own date or the nearest clock, whichever comes first, with the words for it."""
    stepped = clock.at(loop.step_on, calendar.CLOSES) if loop.step_on else NEVER
    if stone is None or stepped < stone.due_at:
        return _Due(loop, stepped, words or kinds.of(loop.kind).label, "下一步的日子")
    named = words if stone.code == "promise" else kinds.of(loop.kind).said(stone.code)
    return _Due(loop, stone.due_at, named or kinds.of(loop.kind).label, _why(loop, stone))


def _drawn(due: _Due, hers: bool) -> Ruler | None:
    loop = due.loop
    if loop.state == State.WITHDRAWN or due.at == NEVER:
        return None
    met = loop.closed_at if loop.state == State.ANSWERED else None
    return _turned(loop, calendar.ruler(loop.opened_at, due.at, met=met, why=due.why), hers)


def _turned(loop: Loop, drawn: Ruler, hers: bool) -> Ruler:
    """Late only while the turn is ours: what waits for somebody else stands still, on both sides."""
    if loop.state != State.OPEN or loop.turn == Turn.US:
        return drawn
    cells = tuple(cell for cell in drawn.cells if cell != "late")
    words = (HERS if hers else STILL)[Turn(loop.turn)]
    return replace(drawn, cells=cells, words=words, state="coming")


def _why(loop: Loop, stone: Milestone) -> str:
    said, term = kinds.of(loop.kind).said(stone.code), loop.terms.get(stone.code)
    return f"{said}：{terms.said(term)}" if term else said


def _steps(loops: list[Loop], by: Actor) -> dict[UUID, str]:
    if by.rows != "reach":
        return dict.fromkeys((loop.pk for loop in loops), "")
    told: list[Any] = secret.open_all(loops, "step_words", by=by)
    return dict(zip((loop.pk for loop in loops), told, strict=True))
