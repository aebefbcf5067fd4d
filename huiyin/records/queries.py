"""Reading deeds: timelines as index walks, lists by keyset, counts by the definitions of model.md 5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from uuid import UUID

from django.db.models import Count, Q, Sum

from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.loops.models import Loop
from huiyin.records.models import (
    FACE_TO_FACE,
    Record,
    RecordPerson,
    RecordText,
    RecordWorker,
    State,
)
from huiyin.records.models import Records as RecordSet
from huiyin.residents import queries as residents
from huiyin.residents.models import Person

PAGE = 50


@dataclass(frozen=True)
class Deed:
    """A Record as a line: nothing in it asks the database again."""

    record: Record
    whom: str
    workers: str
    note: str

    @property
    def void(self) -> bool:
        return self.record.state == State.VOID


def deeds(records: Iterable[Record], *, by: Actor) -> list[Deed]:
    """Lines for a list or a timeline, for a constant number of queries."""
    found = list(records)
    whom: dict[UUID, list[str]] = {r.pk: [] for r in found}
    for link in (
        RecordPerson.objects.filter(record__in=found).select_related("person").order_by("id")
    ):
        whom[link.record_id].append(residents.shown_name(link.person, by))
    workers = _workers(found)
    notes = secret.open_all(found, "note", by=by)
    return [
        Deed(r, _whom(r, whom[r.pk]), "、".join(workers[r.pk]), note)
        for r, note in zip(found, notes, strict=True)
    ]


def _workers(records: list[Record]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = {r.pk: [] for r in records}
    for link in (
        RecordWorker.objects.filter(record__in=records).select_related("user").order_by("id")
    ):
        names[link.record_id].append(link.user.name)
    return names


def _whom(record: Record, names: list[str]) -> str:
    heads = f"{record.heads} 人" if record.heads else ""
    return "、".join([*names, heads] if heads else names) or "—"


def of_person(
    person: Person, actor: Actor, *, before: datetime | None = None, n: int = PAGE
) -> list[Record]:
    """A person's deeds, newest first: one limited walk for each file that was merged into hers."""
    walks = []
    for pk in person.ids():
        links = RecordPerson.objects.filter(person=pk).order_by("-at")
        links = links.filter(at__lt=before) if before else links
        walks.append([(link.at, link.record_id) for link in links[:n]])
    ids = [pk for _, pk in list(merge(*walks, reverse=True))[:n]]
    return _in_order(ids, actor)


def of_thread(
    loop: Loop, actor: Actor, *, before: datetime | None = None, n: int = PAGE
) -> list[Record]:
    """A matter's deeds, newest first: two index walks merged, never one OR over a join (573 ms, model.md 6)."""
    own = Record.objects.filter(thread=loop).order_by("-at")
    shared = RecordPerson.objects.filter(thread=loop).order_by("-at")
    if before:
        own, shared = own.filter(at__lt=before), shared.filter(at__lt=before)
    walks = [
        [(at, pk) for at, pk in own.values_list("at", "pk")[:n]],
        [(at, pk) for at, pk in shared.values_list("at", "record")[:n]],
    ]
    ids = list(dict.fromkeys(pk for _, pk in merge(*walks, reverse=True)))[:n]
    return _in_order(ids, actor)


def _in_order(ids: list[UUID], actor: Actor) -> list[Record]:
    seen = Record.objects.visible_to(actor).filter(pk__in=ids)
    return sorted(seen, key=lambda r: (r.at, r.pk), reverse=True)


def today(actor: Actor) -> RecordSet:
    """What she wrote down for today."""
    mine = (
        Record.objects.visible_to(actor)
        .kept()
        .filter(workers__user=actor.user, workers__on=clock.today())
    )
    return mine.order_by("at", "id")


@dataclass(frozen=True)
class Sessions:
    times: int
    minutes: int

    @property
    def hours(self) -> str:
        return f"{self.minutes / 60:.1f}"


def sessions(loop: Loop) -> Sessions:
    """How often and how long this matter was served: its kept Records and their minutes (event length)."""
    kept = Record.objects.kept().filter(thread=loop)
    sums = kept.aggregate(times=Count("id"), minutes=Sum("minutes", default=0))
    return Sessions(**sums)


@dataclass(frozen=True)
class Asked:
    """What a list of deeds was asked for."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    klass: str = ""
    worker: UUID | None = None
    thread: UUID | None = None
    person: UUID | None = None
    void: bool = False
    oldest: bool = False


def listed(actor: Actor, asked: Asked) -> RecordSet:
    rows = Record.objects.visible_to(actor).filter(_wanted(asked))
    return rows.order_by("at", "id") if asked.oldest else rows.order_by("-at", "-id")


def _wanted(asked: Asked) -> Q:
    wanted = Q() if asked.void else Q(state=State.KEPT)
    pairs = {
        "on__gte": asked.since, "on__lte": asked.until, "kind": asked.kind, "klass": asked.klass,
        "workers__user": asked.worker, "thread": asked.thread, "people__person": asked.person,
    }  # fmt: skip
    for path, value in pairs.items():
        if value:
            wanted &= Q(**{path: value})
    return wanted


def page(
    rows: RecordSet, asked: Asked, *, beyond: str = "", n: int = PAGE
) -> tuple[list[Record], str]:
    """One page by keyset, and the key of the next: its cost does not grow with how far one has paged."""
    if edge := _edge(beyond):
        side = "gt" if asked.oldest else "lt"
        rows = rows.filter(
            Q(**{f"at__{side}": edge[0]}) | Q(at=edge[0], **{f"id__{side}": edge[1]})
        )
    found = list(rows[: n + 1])
    more = len(found) > n
    last = found[n - 1] if more else None
    return found[:n], f"{last.at.isoformat()}_{last.pk}" if last else ""


def _edge(beyond: str) -> tuple[datetime, UUID] | None:
    """Where the last page ended; a key nobody gave out is as none."""
    at, _, pk = beyond.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return None


def texts(record: Record, *, by: Actor) -> list[tuple[RecordText, str]]:
    """What it said before, newest first."""
    found = list(record.texts.select_related("by").order_by("-version"))
    return list(zip(found, secret.open_all(found, "note", by=by), strict=True))


def last_on(loop: Loop) -> date | None:
    """The day of the last kept deed of a matter: one step of an index."""
    return _last(Record.objects.kept().filter(thread=loop))


def last_met(loop: Loop) -> date | None:
    """The day they last saw each other: a call or a knock at a closed door is none."""
    return _last(Record.objects.kept().filter(thread=loop, kind__in=FACE_TO_FACE))


def _last(rows: RecordSet) -> date | None:
    return rows.order_by("-at").values_list("on", flat=True).first()


def moment_of(text: str) -> datetime | None:
    """A moment given in an address; what is none is as if it were not there."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
