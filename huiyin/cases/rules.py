"""The verbs of casework. A stage moves only inside the verb that did the work; nobody sets one."""

import contextlib
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.access.models import Unit, User
from huiyin.audit.rule import rule
from huiyin.cases import queries
from huiyin.cases.flow import FLOW
from huiyin.cases.models import Assessment, Case, Closure, Decision, Intake, Plan, Stage
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.core.errors import Refused
from huiyin.loops import rules as loops
from huiyin.loops.models import Agreed, Loop, Reply, State
from huiyin.places import calendar
from huiyin.residents import rules as residents
from huiyin.residents.models import Person

FEEDBACK = "5d"  # ours: who referred is answered within five working days of the closing
TRIES = 20


@rule("case.open")
def open(  # noqa: A001  read as cases.open(…)
    *,
    by: Actor,
    person: Person,
    source: str,
    owner: User | None = None,
    unit: Unit | None = None,
    parent: Loop | None = None,
    short: bool = False,
    id: UUID | None = None,  # noqa: A002  the case's and its Loop's one id
) -> Case:
    """开案: by herself at her own unit, unless another is named. One open case per person and station, held by
    the lock of the person's row."""
    owner, unit = owner or User.objects.get(pk=by.who), unit or Unit.objects.get(code=by.unit)
    if _running(person, unit.code):
        raise Refused("这位居民在本站已经有一个个案在办。请打开那个个案接着做，不用再开一个。")
    loop = loops.open(
        by=by, id=id, kind="case", unit=unit, owner=owner, person=person, parent=parent
    )
    residents.begin_care(person, by=by, user=owner, why="负责个案", cause=loop.pk)
    return _numbered(Case(loop=loop, district=unit.code[:6], source=source, short=short))


def _running(person: Person, unit: str) -> bool:
    """Whether this station serves her in an open case; her row is held from here to the end of the transaction."""
    Person.objects.select_for_update().get(pk=person.pk)
    cases = Loop.objects.open().filter(under("unit", unit[:10]), kind="case")
    return cases.filter(person__in=person.ids()).exists()


@rule("case.intake")
def intake(
    case: Case,
    *,
    by: Actor,
    problem: str,
    risks: list[str],
    decision: str = Decision.OPEN,
    guardian: Person | None = None,
    no_guardian_why: str = "",
) -> Case:
    """接案登记 done: a minor has a guardian, or the reason why none is written down (民法典 27)."""
    _must_be_hers(case, by)
    if queries.client(case).minor and guardian is None and not no_guardian_why:
        raise Refused("还不满 18 岁：请选监护人，或者写明为什么没有。")
    FLOW.move(case, "intake")
    case.short = decision == Decision.SHORT
    case.save()
    Intake.objects.create(
        case=case,
        problem=problem,
        risks=risks,
        decision=decision,
        guardian=guardian,
        no_guardian_why=no_guardian_why,
    )
    return _moved(case, by)


@rule("case.assess")
def assess(
    case: Case, *, by: Actor, personal: str, needs: str, family: str = "", community: str = ""
) -> Case:
    _must_be_hers(case, by)
    FLOW.move(case, "assess")
    case.save()
    n = case.assessments.count() + 1
    Assessment.objects.create(
        case=case, n=n, personal=personal, family=family, community=community, needs=needs
    )
    return _moved(case, by)


@rule("case.plan")
def plan(case: Case, *, by: Actor, goals: str, steps: str, sessions: int) -> Case:
    """定计划, or a revision of it: the one before stays readable."""
    _must_be_hers(case, by)
    began = case.stage
    FLOW.move(case, "plan")
    case.save()
    n = case.plans.count() + 1
    case.plans.filter(current=True).update(current=False)
    Plan.objects.create(case=case, n=n, goals=goals, steps=steps, sessions=sessions)
    return _moved(case, by) if began != case.stage else case


@rule("case.close")
def close(case: Case, *, by: Actor, kind: str, summary: str, shareable: str = "") -> Case:
    """结案. What was promised is kept first; who referred is owed an answer within five working days."""
    _must_be_hers(case, by)
    owed = Loop.objects.open().filter(parent=case.loop).count()
    if owed:
        raise Refused(f"还有 {owed} 件答应的事没有兑现。请先兑现，或者和本人说好不做了，再结案。")
    FLOW.move(case, "close")
    case.save()
    n = case.closures.count() + 1
    Closure.objects.create(case=case, n=n, kind=kind, summary=summary, shareable=shareable)
    loops.answer(case.loop, by=by, kind=Reply.Kind.COMPLETED, words=shareable, level=Agreed.SUMMARY)
    parent = case.loop.parent
    if parent and parent.state == State.OPEN:
        term = parent.terms.get("feedback", FEEDBACK)
        loops.set_clock(parent, by=by, code="feedback", due_at=calendar.due(clock.now(), term))
    loops.echo(case.loop, by=by, kind=Reply.Kind.COMPLETED, words=shareable, level=Agreed.SUMMARY)
    return case


@rule("case.reopen")
def reopen(case: Case, *, by: Actor) -> Case:
    """重开, by a person and with a trace: the case goes on under its number."""
    _must_be_hers(case, by)
    FLOW.move(case, "reopen")
    if _running(queries.client(case), case.loop.unit_id):
        raise Refused("这位居民在本站另有一个个案在办，请在那边接着做。")
    case.save()
    loops.reopen(case.loop, by=by)
    owner = case.loop.owner  # perhaps another one: whoever had it may have left
    residents.begin_care(queries.client(case), by=by, user=owner, why="负责个案", cause=case.pk)
    return case


def _must_be_hers(case: Case, by: Actor) -> None:
    """The papers of a case are written by who serves, or who stands in for her; the lead may take over."""
    loop = case.loop
    if loop.owner_id not in by.owners and not by.may("loop.assign"):
        raise Refused(f"这个个案由{loop.owner.name}负责。要改由别人办，请站长派人。")


def _numbered(case: Case) -> Case:
    """D-2026-001, counted in its district and year; a clash with a case opened at the same moment counts on."""
    year = f"D-{clock.today().year}-"
    taken = Case.objects.filter(under("number", year), district=case.district).count()
    for n in range(taken + 1, taken + 1 + TRIES):
        case.number = f"{year}{n:03}"
        with contextlib.suppress(IntegrityError), transaction.atomic():
            case.save(force_insert=True)  # its key is new: only the number can be taken
            return case
    raise Refused("个案编号一时取不到，请再试一次。")


def _moved(case: Case, by: Actor) -> Case:
    """Whoever waits is told the stage: a status, no more."""
    words = f"现在是“{Stage(case.stage).label}”。"
    loops.echo(case.loop, by=by, kind=Reply.Kind.STAGE, words=words, level=Agreed.STATUS)
    return case
