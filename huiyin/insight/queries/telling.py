"""Lines as this actor may read them: for a page of any length the same few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from huiyin.core.actor import Actor
from huiyin.insight.figures import Line
from huiyin.insight.queries import naming
from huiyin.insight.sources import RECORDS, Source
from huiyin.loops import kinds
from huiyin.loops.models import Loop, Milestone
from huiyin.records.models import Klass, Record, RecordPerson, RecordWorker
from huiyin.residents import queries as residents
from huiyin.residents.models import Person

SHUT = "受限"
NEEDS = {"case": "case.view", "referral": "referral.view"}  # to open a matter of this kind
Found = Sequence[tuple[Source, Any]]


@dataclass(frozen=True)
class Beside:
    """What lines say that is not on their rows. `seen`: rows this actor may open; `people`: those in her sight."""

    actor: Actor
    people: dict[UUID, Person]
    seen: frozenset[UUID]
    workers: dict[UUID, dict[UUID, str]]
    units: dict[str, str]
    areas: dict[str, str]

    def place(self, community: str) -> str:
        return self.areas[community] if community else ""

    def names(self, people: Iterable[UUID]) -> str:
        """Names as she may read them; whoever is out of her sight is 受限, however many."""
        known = (self.people.get(person) for person in people)
        return "、".join(
            dict.fromkeys(residents.shown_name(p, self.actor) if p else SHUT for p in known)
        )


def lines(found: Found, actor: Actor) -> list[Line]:
    deeds = {key(row) for source, row in found if source.table == RECORDS}
    matters = {key(row) for _, row in found} - deeds
    records, loops = (
        Record.objects.in_bulk(deeds),
        Loop.objects.select_related("owner").in_bulk(matters),
    )
    served = _served(deeds)
    named = {row.l_person for _, row in found if row.l_person}
    beside = Beside(
        actor, people_seen(named.union(*served.values()), actor),
        _deeds_seen(deeds, actor) | _matters_seen(loops.values(), actor), _workers(deeds),
        naming.units(row.l_unit for _, row in found), naming.areas(row.l_community for _, row in found),
    )  # fmt: skip
    return [
        _deed(row, records[key(row)], served[key(row)], beside)
        if source.table == RECORDS
        else _matter(row, loops[key(row)], beside)
        for source, row in found
    ]


def people(found: Sequence[dict[str, Any]], actor: Actor) -> list[Line]:
    """Persons: the last day in the period, and how often."""
    seen = people_seen({line["l_person"] for line in found}, actor)
    communities = naming.areas(p.community_id or "" for p in seen.values())
    units = naming.units(p.unit_id for p in seen.values())
    return [_person(line, seen.get(line["l_person"]), communities, units, actor) for line in found]


def _person(
    line: dict[str, Any], person: Person | None, communities: dict[str, str], units: dict[str, str],
    actor: Actor,
) -> Line:  # fmt: skip
    return Line(
        n=1, row=line["l_person"], on=line["last"], what=f"服务 {line['times']} 次",
        whom=residents.shown_name(person, actor) if person else SHUT,
        unit=units[person.unit_id] if person else "",
        community=communities[person.community_id] if person and person.community_id else "", klass="", worker="",
        url=reverse("residents:person", args=[person.pk]) if person else "", shut=person is None,
    )  # fmt: skip


def key(row: Any) -> UUID:
    """The Record or the Loop the line is about."""
    if isinstance(row, Milestone):
        return row.loop_id
    if isinstance(row, RecordPerson | RecordWorker):
        return row.record_id
    return UUID(str(row.pk))


def people_seen(asked: Collection[UUID], actor: Actor) -> dict[UUID, Person]:
    """Whom this actor may name: hub and agency count people and do not meet them."""
    if not actor.may("person.view"):
        return {}
    return Person.objects.visible_to(actor).in_bulk(asked)


def _deeds_seen(asked: Collection[UUID], actor: Actor) -> frozenset[UUID]:
    if not asked or not actor.may("record.view"):
        return frozenset()
    seen = Record.objects.visible_to(actor).filter(pk__in=asked)
    return frozenset(seen.values_list("pk", flat=True))


def _matters_seen(loops: Iterable[Loop], actor: Actor) -> frozenset[UUID]:
    wanted = [loop.pk for loop in loops if actor.may(NEEDS[loop.kind])]
    if not wanted:
        return frozenset()
    seen = Loop.objects.visible_to(actor).filter(pk__in=wanted)
    return frozenset(seen.values_list("pk", flat=True))


def _served(deeds: Collection[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    links = RecordPerson.objects.filter(record__in=deeds, part=RecordPerson.Part.SERVED)
    for record, person in links.order_by("id").values_list("record", "person"):
        found[record].append(person)
    return found


def _workers(deeds: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    links = RecordWorker.objects.filter(record__in=deeds).order_by("id")
    for record, user, name in links.values_list("record", "user", "user__name"):
        found[record][user] = name
    return found


def _deed(row: Any, record: Record, served: list[UUID], beside: Beside) -> Line:
    whom = beside.names([row.l_person] if row.l_person else served)
    if record.heads and (isinstance(row, Record) or not whom):
        whom = f"没记名字的 {record.heads} 人"
    workers = beside.workers[record.pk]
    hers = {row.user_id: workers[row.user_id]} if isinstance(row, RecordWorker) else workers
    seen = record.pk in beside.seen
    return Line(
        n=row.l_n, row=record.pk, on=row.l_on, what=f"{record.get_kind_display()} {record.minutes} 分钟",
        whom=whom, unit=beside.units[row.l_unit], community=beside.place(row.l_community),
        klass=str(Klass(row.l_klass).label), worker="、".join(hers.values()),
        url=reverse("records:page", args=[record.pk]) if seen else "", shut=not seen,
    )  # fmt: skip


def _matter(row: Any, loop: Loop, beside: Beside) -> Line:
    seen = loop.pk in beside.seen
    return Line(
        n=row.l_n, row=loop.pk, on=row.l_on, what=_what(row, loop),
        whom=beside.names([row.l_person]) if row.l_person else "", unit=beside.units[row.l_unit],
        community=beside.place(row.l_community), klass="", worker=loop.owner.name,
        url=kinds.page(loop) if seen else "", shut=not seen,
    )  # fmt: skip


def _what(row: Any, loop: Loop) -> str:
    if not isinstance(row, Milestone):
        return kinds.of(loop.kind).label
    if row.met_at is None:
        return "还没有答复"
    return "按时答复" if row.met_at <= row.due_at else "答复晚了"
