from datetime import timedelta
from uuid import UUID

from huiyin.access.models import Unit
from huiyin.audit import counted
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.flow import Flow
from huiyin.residents import locks, queries
from huiyin.residents.models import Care, Grade, Merge, Person, State

UNDO = timedelta(days=30)  # model.md 9
FLOW = Flow(
    {
        "take_in": ({State.CLAIMED}, State.KNOWN),
        "merge": ({State.CLAIMED, State.KNOWN}, State.MERGED),
        "unmerge_known": ({State.MERGED}, State.KNOWN),
        "unmerge_claimed": ({State.MERGED}, State.CLAIMED),
    },
    words={
        "take_in": "收进本站",
        "merge": "合并",
        "unmerge_known": "分开",
        "unmerge_claimed": "分开",
    },
)


@rule("person.take_in", inner=True)
def take_in(person: Person, *, by: Actor, unit: Unit) -> Person:
    """The station takes up a person somebody named; the file to go on with is answered.

    Known already in the district by her number: the claimed file is folded into that one.
    """
    if unit.pk[:6] != person.unit_id[:6]:
        raise Refused("这位居民在另一个区。请转给那个区的社工站，由那边收。")
    if person.state == State.MERGED:
        return _served_by(person.merge.root, unit)
    if person.state != State.CLAIMED:
        return _served_by(person, unit)
    locks.hold_numbers(person.unit_id[:6])
    twin = queries.known_twin(person.number_kind, person.number_fp, person.unit_id[:6])
    if twin is not None:
        _fold(person, twin, by)
        return _served_by(twin, unit)
    FLOW.move(person, "take_in")
    person.unit = unit
    person.save()
    return person


def _served_by(person: Person, unit: Unit) -> Person:
    """A station of the district that serves somebody else's person sees her by a Care of its own."""
    if not person.unit_id.startswith(unit.pk[:10]):
        Care.objects.get_or_create(
            person=person,
            unit=unit,
            ended_at=None,
            defaults={"grade": Grade.READER, "why": "本区别的站也在服务"},
        )
    return person


@rule("person.merge")
def merge(loser: Person, *, by: Actor, winner: Person) -> Person:
    """One person, two files: a pointer from one to the other. Nothing is repointed, and it can be undone."""
    winner = Person.objects.select_for_update().get(pk=winner.pk)
    if winner.pk == loser.pk:
        raise Refused("这是同一份档案。请选另一份。")
    if winner.state != State.KNOWN:
        raise Refused(
            f"要留下的那份档案现在是“{winner.get_state_display()}”。请选一份在册的档案留下。"
        )
    if winner.unit_id[:6] != loser.unit_id[:6]:
        raise Refused("两份档案不在同一个区，不能合并。一个人在每个区各有一份档案。")
    _fold(loser, winner, by)
    return winner


def _fold(loser: Person, winner: Person, by: Actor) -> None:
    was = loser.state
    FLOW.move(loser, "merge")
    loser.save()
    row = Merge.objects.create(loser=loser, winner=winner, root=winner, was=was, by_id=by.user)
    counted.touch(row)
    Merge.objects.filter(root=loser).update(root=winner)


@rule("person.unmerge")
def unmerge(loser: Person, *, by: Actor) -> Person:
    """The two files stand alone again, each as it was."""
    row = Merge.objects.filter(loser=loser).first()
    if row is None:
        raise Refused("这份档案没有并入别的档案。请刷新页面看看最新情况。")
    if clock.now() - row.at > UNDO:
        raise Refused("合并已过 30 天，不能分开。真是两个人，请重新登记其中一位。")
    Merge.objects.filter(pk__in=_below(loser)).update(root=loser)
    counted.touch(row)
    row.delete()
    FLOW.move(loser, "unmerge_known" if row.was == State.KNOWN else "unmerge_claimed")
    loser.save()
    return loser


def _below(person: Person) -> list[UUID]:
    """Files folded into this one, directly or through another."""
    found: list[UUID] = []
    layer: list[UUID] = [person.pk]
    while layer:
        layer = list(Merge.objects.filter(winner__in=layer).values_list("pk", flat=True))
        found += layer
    return found
