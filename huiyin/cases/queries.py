"""The case page: one thread of promises and deeds, a constant number of queries however long the file."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiyin.cases.models import Case, Stage
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.scope import ScopedQuerySet
from huiyin.loops import queries as loops
from huiyin.loops.models import Loop, State
from huiyin.records import queries as records
from huiyin.residents import queries as residents

PAGE = 30
DEEDS = 30


@dataclass(frozen=True)
class Item:
    """One entry of the thread: a promise (`row`) or a deed (`deed`)."""

    at: datetime
    row: Any = None
    deed: Any = None


@dataclass(frozen=True)
class Line:
    case: Case
    name: str
    row: Any


def thread(
    case: Case, actor: Actor, *, before: datetime | None = None
) -> tuple[list[Item], datetime | None]:
    """Open promises on top, whatever their date; then promises and deeds, newest first; and where it goes on."""
    matters = Loop.objects.filter(Q(parent=case.loop) | Q(pk=case.loop.parent_id)).visible_to(actor)
    matters = matters.select_related("person", "asker_org", "asker_person", "owner", "unit")
    rows = loops.rows(matters.order_by("-opened_at")[:DEEDS], by=actor)
    found = records.of_thread(case.loop, actor, before=before, n=DEEDS + 1)
    deeds = [Item(d.record.at, deed=d) for d in records.deeds(found[:DEEDS], by=actor)]
    promises = [Item(r.loop.closed_at or r.loop.opened_at, row=r) for r in rows]
    running = [i for i in promises if i.row.loop.state == State.OPEN and not before]
    ended = [i for i in promises if i.row.loop.state != State.OPEN and not before]
    past = sorted(chain(ended, deeds), key=lambda item: item.at, reverse=True)
    return [*running, *past], deeds[-1].at if len(found) > DEEDS else None


def stages(case: Case) -> list[tuple[str, str]]:
    """(label, past|now|"") for the steps over the page."""
    order = list(Stage)
    now = order.index(Stage(case.stage))
    return [
        (s.label, "past" if n < now else "now" if n == now else "") for n, s in enumerate(order)
    ]


def listed(
    actor: Actor, *, stage: str = "", owner: UUID | None = None, oldest: bool = False
) -> ScopedQuerySet[Case]:
    rows = Case.objects.visible_to(actor)
    rows = rows.filter(stage=stage) if stage else rows.exclude(stage=Stage.CLOSED)
    rows = rows.filter(loop__owner=owner) if owner else rows
    order = ("loop__opened_at", "loop_id") if oldest else ("-loop__opened_at", "-loop_id")
    return rows.select_related(
        "loop__person", "loop__owner", "loop__asker_org", "loop__asker_person", "loop__unit"
    ).order_by(*order)


def page(
    rows: ScopedQuerySet[Case], *, beyond: str = "", oldest: bool = False
) -> tuple[list[Case], str]:
    if beyond:
        at, _, pk = beyond.partition("_")
        side = "gt" if oldest else "lt"
        edge = Q(loop__opened_at=datetime.fromisoformat(at), **{f"loop_id__{side}": UUID(pk)})
        rows = rows.filter(Q(**{f"loop__opened_at__{side}": datetime.fromisoformat(at)}) | edge)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1].loop if len(found) > PAGE else None
    return found[:PAGE], f"{last.opened_at.isoformat()}_{last.pk}" if last else ""


def lines(cases: list[Case], actor: Actor) -> list[Line]:
    rows = loops.rows([case.loop for case in cases], by=actor)
    return [
        Line(case, residents.shown_name(case.loop.person, actor) if case.loop.person else "", row)
        for case, row in zip(cases, rows, strict=True)
    ]


def papers(case: Case, actor: Actor) -> dict[str, Any]:
    """What was written at each stage, opened for whoever may read the narrative."""
    intake = getattr(case, "intake", None)
    assessment = case.assessments.order_by("-n").first()
    plan = case.plans.filter(current=True).first()
    closures = list(case.closures.order_by("-n"))
    return {
        "intake": intake and {"row": intake, "problem": secret.open(intake, "problem", by=actor)},
        "assessment": assessment
        and {
            n: secret.open(assessment, n, by=actor)
            for n in ("personal", "family", "community", "needs")
        },
        "plan": plan
        and {"row": plan, **{n: secret.open(plan, n, by=actor) for n in ("goals", "steps")}},
        "closures": [
            {"row": c, **{n: secret.open(c, n, by=actor) for n in ("summary", "shareable")}}
            for c in closures
        ],
    }


def days_since_met(case: Case) -> int | None:
    """Since the last deed of this case; None before the first."""
    last = records.last_on(case.loop)
    return (clock.today() - last).days if last else None
