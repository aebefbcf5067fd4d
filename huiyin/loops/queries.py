"""Named questions over promises. Each is one indexed query, whatever the number of rows (model.md 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from huiyin.access.models import User
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.loops import kinds, terms
from huiyin.loops.models import Loop, Milestone, Reply, State, Turn
from huiyin.loops.models.loop import Loops
from huiyin.places import calendar
from huiyin.ui.ruler import Ruler

SAID = {
    "answer": "答复", "contact": "首次接触", "note": "每月进展", "feedback": "结束后的反馈", "promise": "答应的日子",
}  # fmt: skip
NEVER = datetime.max.replace(tzinfo=clock.BEIJING, year=9000)


@dataclass(frozen=True)
class Row:
    """A Loop as a line of a list: nothing in it asks the database again."""

    loop: Loop
    title: str
    waiter: str
    ruler: Ruler | None
    state: str  # glyph: open, doing, done, late, declined, withdrawn
    url: str
    action: str


def mine(actor: Actor) -> Loops:
    """What she has to keep, her own and of whom she stands in for, one line for an ask and its open child."""
    return _soonest(_folded(Loop.objects.visible_to(actor).open().owned_by(actor)))


def board(actor: Actor) -> Loops:
    return _soonest(_folded(Loop.objects.visible_to(actor).open()))


def asked(actor: Actor) -> Loops:
    """What an organisation waits for, whoever of it asked."""
    return _soonest(Loop.objects.visible_to(actor).open().filter(asker_org=actor.org))


def answered(actor: Actor) -> Loops:
    return (
        Loop.objects.visible_to(actor)
        .filter(asker_org=actor.org, state=State.ANSWERED)
        .order_by("-closed_at", "id")
    )


def answered_this_month(actor: Actor) -> Loops:
    """Her own answers to somebody who waited, since the first of the month in Beijing."""
    first = clock.at(clock.today().replace(day=1))
    done = Loop.objects.visible_to(actor).filter(owner__in=actor.owners, state=State.ANSWERED)
    return done.filter(closed_at__gte=first).order_by("-closed_at", "id")


@dataclass(frozen=True)
class Load:
    owner: User
    open: int
    late: int


def load(actor: Actor) -> list[Load]:
    """Who holds how much in this reach; a list to hand out work by, not a ranking: by name."""
    late = Q(turn=Turn.US, due_at__lt=clock.now())
    counts = (
        Loop.objects.visible_to(actor)
        .open()
        .order_by()
        .values("owner")
        .annotate(n=Count("id"), late=Count("id", late))
    )
    by_owner = {row["owner"]: row for row in counts}
    people = User.objects.filter(
        posts__unit__gte=actor.unit, posts__unit__lt=actor.unit + "~", seat__isnull=False
    )
    return [
        Load(u, by_owner.get(u.pk, {}).get("n", 0), by_owner.get(u.pk, {}).get("late", 0))
        for u in people.distinct().order_by("pinyin", "id")
    ]


def rows(loops: Iterable[Loop], *, by: Actor) -> list[Row]:
    """Lines for a list, for a constant number of queries: clocks in one, words in one, keys in one."""
    loops = list(loops)
    clocks = next_clocks(loops)
    words = dict(
        zip((x.pk for x in loops), secret.open_all(loops, "step_words", by=by), strict=True)
    )
    return [_row(loop, clocks.get(loop.pk), words[loop.pk]) for loop in loops]


def next_clocks(loops: Iterable[Loop]) -> dict[object, Milestone]:
    """Loop id → its nearest running clock; for what has ended, the last one that was met."""
    found: dict[object, Milestone] = {}
    every = Milestone.objects.filter(loop__in=[loop.pk for loop in loops])
    for milestone in every.order_by(F("met_at").asc(nulls_first=True), "due_at"):
        found.setdefault(milestone.loop_id, milestone)
    return found


def ruler(loop: Loop, milestone: Milestone | None) -> Ruler | None:
    if loop.state == State.WITHDRAWN or (milestone is None and loop.due_at is None):
        return None
    due = loop.due_at or (milestone.due_at if milestone else clock.now())
    met = loop.closed_at if loop.state == State.ANSWERED else None
    if milestone and met:
        due = milestone.due_at
    return calendar.ruler(loop.opened_at, due, met=met, why=_why(loop, milestone))


def clocks(loop: Loop) -> list[tuple[Milestone, Ruler]]:
    """All promised dates of a matter, in order, each with its ruler: the receipt and the look-up show them."""
    found = loop.milestones.order_by("due_at", "n")
    return [
        (m, calendar.ruler(loop.opened_at, m.due_at, met=m.met_at, why=_why(loop, m)))
        for m in found
    ]


def glyph(loop: Loop) -> str:
    if loop.state == State.WITHDRAWN:
        return "withdrawn"
    if loop.state == State.ANSWERED:
        return "done"
    if loop.late:
        return "late"
    return "doing" if loop.turn != Turn.US or loop.step_on else "open"


def title(loop: Loop, words: str = "") -> str:
    kind = kinds.of(loop.kind)
    if kind.title:
        return kind.title(loop)
    who = f"{loop.person.name}：" if loop.person else ""
    return f"{who}{words or kind.label}"


def waiter(loop: Loop) -> str:
    """Who waits: 石溪社区居委会唐玉珍在等."""
    asker = loop.asker_org.name if loop.asker_org else ""
    name = loop.asker_name or (loop.asker_person.name if loop.asker_person else "")
    return f"{asker}{name}在等" if asker or name else ""


def _row(loop: Loop, milestone: Milestone | None, words: str) -> Row:
    kind = kinds.of(loop.kind)
    return Row(
        loop,
        title(loop, words),
        waiter(loop),
        ruler(loop, milestone),
        glyph(loop),
        kinds.page(loop),
        kind.action,
    )


def _why(loop: Loop, milestone: Milestone | None) -> str:
    if milestone is None:
        return "下一步的日子"
    term = loop.terms.get(milestone.code)
    said = SAID.get(milestone.code, milestone.code)
    return f"{said}：{terms.said(term)}" if term else said


def _folded(loops: Loops) -> Loops:
    """Without those that an open child of the same owner stands for."""
    child = Loop.objects.open().filter(parent=OuterRef("pk"), owner=OuterRef("owner"))
    return loops.filter(~Exists(child))


def _soonest(loops: Loops) -> Loops:
    """Late and due first, what waits for others after, by date; never by kind."""
    first = loops.order_by(Coalesce("due_at", NEVER), "opened_at", "id")
    return first.select_related("person", "asker_org", "asker_person", "owner", "unit")


def latest_replies(loops: Iterable[Loop]) -> dict[object, Reply]:
    """Loop id → its latest line; one query."""
    found: dict[object, Reply] = {}
    for reply in Reply.objects.filter(loop__in=[loop.pk for loop in loops]).order_by("-at"):
        found.setdefault(reply.loop_id, reply)
    return found
