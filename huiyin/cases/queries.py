"""The case page: one thread of promises and deeds, a constant number of queries however long the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from huiyin.cases.models import Case, Intake, Risk, Stage
from huiyin.core import clock, keyset, secret
from huiyin.core.actor import Actor
from huiyin.core.scope import ScopedQuerySet
from huiyin.loops import heard
from huiyin.loops import queries as loops
from huiyin.loops.models import Loop, State
from huiyin.loops.models.loop import Loops
from huiyin.records import queries as records
from huiyin.residents import queries as residents
from huiyin.residents.models import Member, Person

PAGE = 30
DEEDS = 30
TOLD = 5


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
    """Open promises on top, whatever their date; then promises and deeds, newest first; and where it goes on.

    Two walks of one page each are merged, so that the length of the file costs nothing.
    """
    ended = _promises(case, actor).exclude(state=State.OPEN).order_by("-closed_at", "-id")
    ended = ended.filter(closed_at__lt=before) if before else ended
    found = records.of_thread(case.loop, actor, before=before, n=DEEDS + 1)
    rows = loops.rows([*_running(case, actor, before), *ended[: DEEDS + 1]], by=actor)
    top = [Item(row.loop.opened_at, row=row) for row in rows if row.loop.state == State.OPEN]
    past = [Item(row.loop.closed_at, row=row) for row in rows if row.loop.closed_at]
    past += [Item(deed.record.at, deed=deed) for deed in records.deeds(found, by=actor)]
    past.sort(key=lambda item: item.at, reverse=True)
    more = past[DEEDS - 1].at if len(past) > DEEDS else None
    return [*top, *past[:DEEDS]], more


def _running(case: Case, actor: Actor, before: datetime | None) -> Iterable[Loop]:
    """What is still owed, first due first; once, on the first page."""
    return [] if before else _promises(case, actor).open().order_by("due_at", "opened_at", "id")


def _promises(case: Case, actor: Actor) -> Loops:
    """What was promised within the case, and the ask it was opened because of."""
    matters = Loop.objects.visible_to(actor).filter(Q(parent=case.loop) | Q(pk=case.loop.parent_id))
    return matters.select_related("person", "asker_org", "asker_person", "owner", "unit")


@dataclass(frozen=True)
class Kept:
    """How many promises were made within a case, and how many of them are kept."""

    made: int
    kept: int


def promises(case: Case, actor: Actor) -> Loops:
    """The rows behind the two numbers, newest first."""
    own = Loop.objects.visible_to(actor).filter(parent=case.loop)
    beside = ("person", "asker_org", "asker_person", "owner", "unit")
    return own.select_related(*beside).order_by("-opened_at", "-id")


def kept(case: Case, actor: Actor) -> Kept:
    made = Count("id")
    counts = promises(case, actor).order_by().aggregate(
        made=made, kept=Count("id", filter=Q(state=State.ANSWERED))
    )  # fmt: skip
    return Kept(counts["made"], counts["kept"])


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
    rows = Case.objects.visible_to(actor).filter(
        loop__kind="case"
    )  # said for the index: (kind, unit)
    rows = rows.filter(stage=stage) if stage else rows.exclude(stage=Stage.CLOSED)
    rows = rows.filter(loop__owner=owner) if owner else rows
    order = ("loop__opened_at", "loop_id") if oldest else ("-loop__opened_at", "-loop_id")
    return rows.select_related(
        "loop__person", "loop__owner", "loop__asker_org", "loop__asker_person", "loop__unit"
    ).order_by(*order)


def page(
    rows: ScopedQuerySet[Case], *, beyond: str = "", oldest: bool = False
) -> tuple[list[Case], str]:
    if edge := keyset.edge(beyond):
        side, (at, pk) = "gt" if oldest else "lt", edge
        same = Q(loop__opened_at=at, **{f"loop_id__{side}": pk})
        rows = rows.filter(Q(**{f"loop__opened_at__{side}": at}) | same)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1].loop if len(found) > PAGE else None
    return found[:PAGE], keyset.key(last.opened_at, last.pk) if last else ""


def lines(cases: list[Case], actor: Actor) -> list[Line]:
    rows = loops.rows([case.loop for case in cases], by=actor)
    return [
        Line(case, residents.shown_name(client(case), actor), row)
        for case, row in zip(cases, rows, strict=True)
    ]


def papers(case: Case, actor: Actor) -> dict[str, Any]:
    """What was written at each stage, opened for whoever may read the narrative."""
    intake = Intake.objects.filter(case=case).select_related("guardian").first()
    assessment = case.assessments.order_by("-n").first()
    plan = case.plans.filter(current=True).first()
    return {
        "intake": intake and _paper(intake, ("problem", "no_guardian_why"), actor, risks=_risks(intake)),
        "assessment": assessment
        and _paper(assessment, ("personal", "family", "community", "needs"), actor),
        "plan": plan and _paper(plan, ("goals", "steps"), actor),
        "closures": [
            _paper(closure, ("summary", "shareable"), actor)
            for closure in case.closures.order_by("-n")
        ],
    }  # fmt: skip


def _paper(row: Any, columns: tuple[str, ...], actor: Actor, **more: Any) -> dict[str, Any]:
    return {"row": row, **secret.open_row(row, columns, by=actor), **more}


def _risks(intake: Intake) -> str:
    return "、".join(Risk(code).label for code in intake.risks)


def client(case: Case) -> Person:
    """Whom the case is about: it opens with a person only."""
    assert case.loop.person  # noqa: S101
    return case.loop.person


def told(case: Case, actor: Actor) -> list[heard.Echo]:
    """What whoever referred has been shown, newest first, exactly as she reads it."""
    return heard.heard(case.loop.parent, by=actor)[::-1][:TOLD] if case.loop.parent else []


def came_from(case: Case) -> str:
    """石溪社区居委会转介 · 自己求助."""
    asker = case.loop.parent.asker_org if case.loop.parent else None
    return f"{asker or ''}{case.get_source_display()}"


def kin(case: Case, actor: Actor) -> ScopedQuerySet[Person]:
    """Who lives with the client now: of them one is her guardian."""
    homes = Member.objects.filter(person=client(case), until__isnull=True).values("household")
    others = Member.objects.filter(household__in=homes, until__isnull=True)
    seen = Person.objects.visible_to(actor).filter(pk__in=others.values("person"))
    return seen.exclude(pk=client(case).pk).order_by("pinyin", "id")


def step_words(case: Case, actor: Actor) -> str:
    """What is to be done next, as it was written."""
    return secret.open(case.loop, "step_words", by=actor)


def days_since_met(case: Case) -> int | None:
    """Since they last saw each other in this case; None before the first time."""
    last = records.last_met(case.loop)
    return (clock.today() - last).days if last else None
