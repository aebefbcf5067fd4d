"""Cases at any stage, brought there by their own verbs."""

from huiyin.access.models import Unit, User
from huiyin.cases import rules
from huiyin.cases.models import Case, Stage
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_care, make_person
from huiyin.loops.models import Loop
from huiyin.residents.models import Person


def make_case(
    worker: User,
    unit: Unit,
    person: Person | None = None,
    *,
    parent: Loop | None = None,
    stage: str = Stage.INTAKE,
    name: str = "向素芬",
) -> Case:
    """The worker becomes the carer, as at an acceptance."""
    person = person or make_person(name, unit)
    make_care(person, user=worker)
    by = actor_for(worker)
    case = rules.open(
        by=by, person=person, owner=worker, unit=unit, source="outreach", parent=parent
    )
    if stage != Stage.INTAKE:
        rules.intake(case, by=by, problem="夜里睡不好。", risks=[])
    if stage in {Stage.PLANNING, Stage.INTERVENING, Stage.CLOSED}:
        rules.assess(case, by=by, personal="独居，丧偶。", needs="情绪低落。")
    if stage in {Stage.INTERVENING, Stage.CLOSED}:
        rules.plan(case, by=by, goals="每周下楼三次。", steps="每周上门。", sessions=8)
    if stage == Stage.CLOSED:
        rules.close(case, by=by, kind="reached", summary="能自己下楼了。", shareable="情况好转。")
    return case
