"""The pages of a hand-over: its list for the lead, the offers of whoever is to take something."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.loops import kinds, things
from huiyin.loops.models import Handover, HandoverItem, ItemState, Loop
from huiyin.loops.models.handover import IN_WORDS
from huiyin.loops.queries import holding, lines
from huiyin.loops.queries.lists import NEVER, Mate, team
from huiyin.places import calendar
from huiyin.ui.ruler import Ruler

LOOP = (*(f"loop__{name}" for name in holding.BESIDE), "loop__parent")
RANK = {"late": 0, "doing": 1, "open": 2, "done": 3}
LOOKS = {
    ItemState.LISTED: "late", ItemState.REFUSED: "late", ItemState.OFFERED: "doing",
    ItemState.OWN: "open", ItemState.ACCEPTED: "done", ItemState.DONE: "done",
}  # fmt: skip
MINOR = "未满 18 岁，交接要当面"


@dataclass(frozen=True)
class Line:
    """One item, ready to be shown: nothing in it asks the database again."""

    item: HandoverItem
    label: str
    title: str
    words: str
    url: str
    ruler: Ruler | None
    minor: bool
    person: bool
    open: bool
    glyph: str
    said: str
    told: str
    note: str
    unit: str
    keeper: str
    due: datetime

    @property
    def ticks(self) -> str:
        """What has been done beside the taking: 当面交接过、本人知道了."""
        met, told = self.item.joint_intro, self.item.client_told
        return "、".join(said for said, done in (("当面交接过", met), ("本人知道了", told)) if done)

    def mates(self, colleagues: list[Mate]) -> list[Mate]:
        """Who of these may be named for it."""
        return [m for m in colleagues if not self.unit or m.may(self.keeper, self.unit)]


@dataclass(frozen=True)
class Sheet:
    """A whole hand-over: the lines, what nobody has been named for first."""

    handover: Handover
    lines: list[Line]
    fresh: int  # held by her, and not in the list yet
    elsewhere: int  # matters of hers at other stations
    team: list[Mate]

    def count(self, glyph: str) -> int:
        return sum(line.glyph == glyph for line in self.lines)

    @property
    def taken(self) -> int:
        return self.count("done")

    @property
    def offered(self) -> int:
        return self.count("doing")

    @property
    def own(self) -> int:
        return self.count("open")

    @property
    def unowned(self) -> int:
        return self.count("late") + self.fresh

    @property
    def total(self) -> int:
        return len(self.lines) + self.fresh

    @property
    def strip(self) -> list[str]:
        """The glyphs of all of it, what is taken first."""
        return (
            sorted((line.glyph for line in self.lines), key=RANK.__getitem__, reverse=True)
            + ["late"] * self.fresh
        )

    @property
    def days(self) -> int:
        """Working days from today to her last one; below zero when it is past."""
        today, last = clock.today(), self.handover.last_day
        if last < today:
            return -calendar.workdays_between(last, today)
        return calendar.workdays_between(today, last)

    @property
    def ready(self) -> bool:
        """Nothing is open any more: it can be finished."""
        return not (self.unowned or self.offered or self.own)


def sheet(handover: Handover, actor: Actor) -> Sheet:
    items = list(_items(actor, handover=handover))
    held = holding.held([handover], actor)[handover.pk]
    everything = Loop.objects.open().filter(owner=handover.leaver_id).exclude(pk=handover.pk)
    seen = Loop.objects.visible_to(actor).open().filter(owner=handover.leaver_id)
    return Sheet(
        handover,
        _lines(items, {handover.pk: held}, actor),
        len(held.beside(items)) if handover.seat_id else 0,
        everything.exclude(pk__in=seen.values("pk")).count() if handover.seat_id else 0,
        [mate for mate in team(actor) if mate.user.pk != handover.leaver_id],
    )


def offers(actor: Actor) -> list[Line]:
    """What waits for her to take it, first due first."""
    found = holding.offered(actor).values("pk")
    return _lines(list(_items(actor, pk__in=found)), {}, actor)


def taken(actor: Actor) -> list[Line]:
    """What she has taken in hand-overs that still run: to meet, to tell."""
    hers = {"receiver": actor.user, "state": ItemState.ACCEPTED, "handover__seat__isnull": False}
    return _lines(list(_items(actor, **hers)[:200]), {}, actor)


def propose(sheet: Sheet) -> dict[UUID, UUID]:
    """按社区分给社工室: item → the worker of the room that holds it, where nobody is named and she may keep it.
    A proposal to be looked at; nothing is written."""
    rooms = {unit: m.user.pk for m in sheet.team for role, unit in m.posts if role == "room"}
    bare = [line for line in sheet.lines if line.glyph == "late" and line.unit in rooms]
    fit = {line.item.pk: rooms[line.unit] for line in bare}
    return {pk: fit[pk] for pk in fit if pk not in _refused_by(bare, fit)}


def _refused_by(lines: list[Line], named: dict[UUID, UUID]) -> set[UUID]:
    """Items that the one who would be proposed has sent back already."""
    return {line.item.pk for line in lines if line.item.receiver_id == named[line.item.pk]}


def _items(actor: Actor, **which: Any) -> Any:
    rows = HandoverItem.objects.visible_to(actor).filter(**which)
    beside = ("receiver", "handover__leaver", "handover__loop__owner", *LOOP)
    return rows.select_related(*beside).order_by("pk")


def _lines(
    items: list[HandoverItem], held: dict[UUID, holding.Holding], actor: Actor
) -> list[Line]:
    """`held`: without it an item counts as the leaver's as long as nobody has taken it."""
    loops = [item.loop for item in items if item.loop is not None]
    faces = {pk: _face(line) for pk, line in holding.families(loops, actor).items()}
    rows = {row.loop.pk: row for row in lines.rows((face for face, _ in faces.values()), by=actor)}
    told = _told(items, actor)
    notes = secret.open_all(items, "note", by=actor)
    found = []
    for item, note in zip(items, notes, strict=True):
        still = held.get(item.handover_id)
        alive = (
            holding.is_open(item, item.handover, still)
            if still is not None
            else item.state not in holding.SETTLED
        )
        if item.loop is not None:
            face, more = faces[item.loop.pk]
            found.append(_of_loop(item, rows[face.pk], more, note, alive))
        else:
            found.append(_of_thing(item, told[item.pk], note, alive))
    return sorted(found, key=lambda line: (RANK[line.glyph], line.due, line.item.pk))


def _face(family: list[Loop]) -> tuple[Loop, int]:
    """The one of a matter's family that its line shows (the case rather than the referral above it), and how many
    more go along."""
    face = family[0]
    for loop in family[1:]:
        if loop.parent_id == face.pk and kinds.of(loop.kind).stands:
            face = loop
    above = 1 + (face is not family[0])
    return face, max(0, len(family) - above)


def _of_loop(item: HandoverItem, row: lines.Row, more: int, note: str, alive: bool) -> Line:
    loop = row.loop
    said = [row.waiter, f"连同 {more} 件跟着它的事" if more else ""]
    minor = bool(loop.person and loop.person.minor)
    return Line(
        item, kinds.of(loop.kind).label, row.title, "，".join(filter(None, said)), row.url, row.ruler,
        minor, loop.person is not None, alive, *_where(item, alive), _telling(item, alive), note,
        item.loop.unit_id if item.loop else "", kinds.of(loop.kind).keeper, loop.due_at or NEVER,
    )  # fmt: skip


def _of_thing(item: HandoverItem, told: things.Told, note: str, alive: bool) -> Line:
    label = "别的事" if item.sort == IN_WORDS else things.of(item.sort).label
    return Line(
        item, label, told.title, told.words, told.url, None, told.minor, told.person, alive,
        *_where(item, alive), _telling(item, alive), note, told.unit, told.keeper, NEVER,
    )  # fmt: skip


def _where(item: HandoverItem, alive: bool) -> tuple[str, str]:
    """How far it is, as a glyph and in words."""
    if not alive and item.state not in holding.SETTLED:
        loop = item.loop
        given = loop is not None and loop.owner_id != item.handover.leaver_id
        return "done", f"已派给{loop.owner.name}" if given and loop else "已办完"
    said = ItemState(item.state).label
    if item.state == ItemState.OFFERED and item.receiver:
        said = f"等{item.receiver.name}点接"
    if item.state == ItemState.REFUSED and item.receiver:
        said = f"{item.receiver.name}退回来了"
    return LOOKS[ItemState(item.state)], said


def _telling(item: HandoverItem, alive: bool) -> str:
    """Whoever waits hears the new name by itself, at the moment of the taking."""
    if item.loop is None or not item.loop.asking:
        return "已告诉对方" if item.partner_told else "—"
    if item.state == ItemState.ACCEPTED:
        return "已告诉新名字"
    return "接好后自动告诉" if alive else "—"


def _told(items: Iterable[HandoverItem], actor: Actor) -> dict[UUID, things.Told]:
    """The line of each thing: a fixed number of queries for each sort of them."""
    by_sort: dict[str, list[HandoverItem]] = defaultdict(list)
    for item in items:
        if item.sort:
            by_sort[item.sort].append(item)
    written = by_sort.pop(IN_WORDS, [])
    words = secret.open_all(written, "words", by=actor)
    found = {row.pk: things.Told(said) for row, said in zip(written, words, strict=True)}
    for sort, rows in by_sort.items():
        told = things.of(sort).told([row.target for row in rows], actor)
        found |= {row.pk: told.get(row.target, things.Told("已经没有了")) for row in rows}
    return found
