"""The list of referrals, for whoever asks and for whoever answers: filtered, sorted, by keyset pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from huiyin.core import keyset
from huiyin.core.actor import Actor
from huiyin.loops import queries as loops
from huiyin.loops.models import State as LoopState
from huiyin.loops.models import Turn
from huiyin.loops.queries.lists import NEVER
from huiyin.referrals.models import Referral, Referrals, State
from huiyin.ui.ruler import Ruler

PAGE = 50
OPEN, ENDED = Q(loop__state=LoopState.OPEN), ~Q(loop__state=LoopState.OPEN)
WAITING = OPEN & Q(state__in=(State.SENT, State.DECLINING, State.DECLINED))
ASKERS = {  # what an asker may tell apart: what is on its way to the lead looks like what waits
    "open": ("等回音", OPEN),
    "mine": ("等您补充", OPEN & Q(loop__turn=Turn.ASKER)),
    "answered": ("已有回音", Q(loop__state=LoopState.ANSWERED)),
    "withdrawn": ("已撤回", Q(loop__state=LoopState.WITHDRAWN)),
    "all": ("全部", Q()),
}
STATIONS = {
    "waiting": ("新来的", WAITING),
    "returned": ("等转介人补充", OPEN & Q(state=State.RETURNED)),
    "doing": ("在办", OPEN & Q(state=State.ACCEPTED)),
    "passed_on": ("转给别处", OPEN & Q(state=State.PASSED_ON)),
    "ended": ("已结束", ENDED),
    "all": ("全部", Q()),
}
SORTS = {"due": "先到期的在前", "new": "新交的在前"}
WORDS: dict[str, str] = {  # for an asker
    State.SENT: "等答复受不受理",
    State.DECLINING: "等答复受不受理",
    State.RETURNED: "等您补充情况",
    State.ACCEPTED: "已受理，在办",
    State.PASSED_ON: "已转给别处，在办",
    State.DECLINED: "您说还没解决，等重新答复",
}


@dataclass(frozen=True)
class Line:
    """One referral in a list; nothing in it asks the database again."""

    referral: Referral
    title: str  # 向素芬，78岁：答复受不受理
    ruler: Ruler | None
    glyph: str
    words: str


@dataclass(frozen=True)
class Listed:
    lines: list[Line]
    shown: str
    filters: dict[str, str]
    sort: str
    sorts: dict[str, str]
    newer: str
    older: str

    @property
    def title(self) -> str:
        return self.filters[self.shown]


def kinds_for(actor: Actor) -> dict[str, tuple[str, Q]]:
    return ASKERS if actor.rows == "asker" else STATIONS


def seen(actor: Actor) -> Referrals:
    """Every referral in sight. Their kind is said for the index (kind, unit): a million other matters lie beside."""
    return Referral.objects.visible_to(actor).filter(loop__kind="referral")


def waiting(actor: Actor) -> Referrals:
    """What the menu counts, and what the list it opens shows."""
    first = next(iter(kinds_for(actor).values()))[1]
    return seen(actor).filter(first)


def count(actor: Actor) -> int:
    return waiting(actor).count()


def newcomers(actor: Actor) -> list[Line]:
    return lines(waiting(actor).told().order_by("loop__due_at", "pk")[:3], actor)


def listed(actor: Actor, asked: dict[str, str]) -> Listed:
    """`asked`: show, sort, after. A constant number of queries whatever the number of rows."""
    kinds = kinds_for(actor)
    shown = asked["show"] if asked.get("show") in kinds else next(iter(kinds))
    sort = asked["sort"] if asked.get("sort") in SORTS else "due"
    rows = seen(actor).filter(kinds[shown][1]).told()
    rows = _sorted(rows, sort, asked.get("after", ""))
    found = list(rows[: PAGE + 1])
    here = {"show": shown, "sort": sort}
    last: Any = found[PAGE - 1] if len(found) > PAGE else None
    older = _link(here, after=keyset.key(last.key, last.pk)) if last else ""
    newer = _link(here) if asked.get("after") else ""
    filters = {code: label for code, (label, _) in kinds.items()}
    return Listed(lines(found[:PAGE], actor), shown, filters, sort, SORTS, newer, older)


def lines(rows: Iterable[Referral], actor: Actor) -> list[Line]:
    rows = list(rows)
    drawn = loops.rows([row.loop for row in rows], by=actor)
    asker = actor.rows == "asker"
    return [
        Line(
            row, one.title, one.ruler, glyph(row),
            words(row) if asker else row.get_state_display(),
        )
        for row, one in zip(rows, drawn, strict=True)
    ]  # fmt: skip


def glyph(referral: Referral) -> str:
    loop = referral.loop
    if loop.state == LoopState.WITHDRAWN:
        return "withdrawn"
    if loop.state == LoopState.ANSWERED:
        return "declined" if referral.state == State.DECLINED else "done"
    if loop.late:
        return "late"
    return "doing" if referral.state in {State.ACCEPTED, State.PASSED_ON} else "open"


def words(referral: Referral) -> str:
    """How an asker is told where it stands: a no that the lead has not agreed to is nothing yet."""
    loop = referral.loop
    if loop.state == LoopState.WITHDRAWN:
        return "您已撤回"
    if loop.state == LoopState.ANSWERED:
        return "不受理" if referral.state == State.DECLINED else "已有回音"
    return "等您补充情况" if loop.turn == Turn.ASKER else WORDS[referral.state]


def _sorted(rows: Referrals, sort: str, after: str) -> Referrals:
    at, pk = keyset.edge(after) or (None, None)  # a link somebody cut short shows the first page
    if sort == "due":
        rows = rows.annotate(key=Coalesce("loop__due_at", NEVER)).order_by("key", "pk")
        return rows.filter(Q(key__gt=at) | Q(key=at, pk__gt=pk)) if at else rows
    rows = rows.annotate(key=F("loop__opened_at")).order_by("-key", "-pk")
    return rows.filter(Q(key__lt=at) | Q(key=at, pk__lt=pk)) if at else rows


def _link(here: dict[str, str], **more: str) -> str:
    return "?" + urlencode({**here, **more})
