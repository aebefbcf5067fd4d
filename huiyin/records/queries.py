"""Reading deeds: timelines as index walks, lists by keyset, counts by the definitions of model.md 5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from uuid import UUID

from django.db.models import Count, Q, Sum

from huiyin.access.models import User
from huiyin.core import clock, keyset, secret
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
    """A Record as a line: nothing in it asks the database again.

    `hers`: she did it or wrote it down. `shut`: its words are for who cares for these people; not opened.
    """

    record: Record
    people: tuple[Person, ...]
    whom: str
    workers: str
    note: str
    hers: bool
    shut: bool

    @property
    def void(self) -> bool:
        return self.record.state == State.VOID


def deeds(records: Iterable[Record], *, by: Actor) -> list[Deed]:
    """Lines for a list or a timeline, for a constant number of queries.

    The words of a deed are narrative (model.md 4): whoever did it reads them, who may open every person it was
    for, and who holds a Pass for its thread; a deed for unnamed heads tells about nobody.
    """
    found = list(records)
    people, workers = _people(found), _workers(found)
    hers = {r.pk: _hers(r, workers[r.pk], by) for r in found}
    others = [r for r in found if not hers[r.pk] and r.thread_id not in by.threads]
    readable = _readable({p for r in others for p in people[r.pk]}, by)
    shut = {r.pk for r in others if not all(p.pk in readable for p in people[r.pk])}
    open_ones = [r for r in found if r.pk not in shut]
    notes = dict(
        zip((r.pk for r in open_ones), secret.open_all(open_ones, "note", by=by), strict=True)
    )
    return [
        Deed(
            r, tuple(people[r.pk]), _whom(r, people[r.pk], by), "、".join(u.name for u in workers[r.pk]),
            notes.get(r.pk, ""), hers[r.pk], r.pk not in notes,
        )
        for r in found
    ]  # fmt: skip


def _readable(people: set[Person], by: Actor) -> frozenset[UUID]:
    """Where everything is hers, nobody is asked about: the deed just written costs four questions less."""
    return residents.readable(people, by) if people else frozenset()


def _people(records: list[Record]) -> dict[UUID, list[Person]]:
    found: dict[UUID, list[Person]] = {r.pk: [] for r in records}
    links = RecordPerson.objects.filter(record__in=records).select_related("person")
    for link in links.order_by("id"):
        found[link.record_id].append(link.person)
    return found


def _workers(records: list[Record]) -> dict[UUID, list[User]]:
    found: dict[UUID, list[User]] = {r.pk: [] for r in records}
    links = RecordWorker.objects.filter(record__in=records).select_related("user")
    for link in links.order_by("id"):
        found[link.record_id].append(link.user)
    return found


def _hers(record: Record, workers: list[User], by: Actor) -> bool:
    return bool({record.entered_by_id, *(user.pk for user in workers)}.intersection(by.owners))


def _whom(record: Record, people: list[Person], by: Actor) -> str:
    names = [residents.shown_name(person, by) for person in people]
    heads = [f"{record.heads} 人"] if record.heads else []
    return "、".join([*names, *heads]) or "—"


def private(deed: Deed, *, by: Actor) -> str:
    """What was written for herself and her supervisor: opened for those two, whoever else may read the rest."""
    leads = by.may("loop.assign") and not deed.shut
    return secret.open(deed.record, "private_note", by=by) if deed.hers or leads else ""


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
    """What she has done today, as far as it is written down: the rows of `listed` for her and this day."""
    asked = Asked(since=clock.today(), until=clock.today(), worker=actor.user, oldest=True)
    return listed(actor, asked)


def minutes_of(records: Iterable[Record], user: UUID) -> int:
    """Her minutes (工时) in these deeds: those of the event are another measure (model.md 5)."""
    own = RecordWorker.objects.filter(user=user, record__in=list(records))
    return int(own.aggregate(n=Sum("minutes", default=0))["n"])


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
        "workers__user": asked.worker, "thread": asked.thread, "people__person__in": _files(asked.person),
    }  # fmt: skip
    for path, value in pairs.items():
        if value:
            wanted &= Q(**{path: value})
    return wanted


def _files(person: UUID | None) -> list[UUID]:
    """The person's own file and those folded into it."""
    return Person(pk=person).ids() if person else []


def page(
    rows: RecordSet, asked: Asked, *, beyond: str = "", n: int = PAGE
) -> tuple[list[Record], str]:
    """One page by keyset, and the key of the next: its cost does not grow with how far one has paged."""
    if edge := keyset.edge(beyond):
        side = "gt" if asked.oldest else "lt"
        rows = rows.filter(
            Q(**{f"at__{side}": edge[0]}) | Q(at=edge[0], **{f"id__{side}": edge[1]})
        )
    found = list(rows[: n + 1])
    more = len(found) > n
    last = found[n - 1] if more else None
    return found[:n], keyset.key(last.at, last.pk) if last else ""


def texts(deed: Deed, *, by: Actor) -> list[tuple[RecordText, str]]:
    """What it said before, newest first; as shut as what it says now."""
    if deed.shut:
        return []
    found = list(deed.record.texts.select_related("by").order_by("-version"))
    return list(zip(found, secret.open_all(found, "note", by=by), strict=True))


def last_met(loop: Loop) -> date | None:
    """The day they last saw each other: a call or a knock at a closed door is none."""
    met = Record.objects.kept().filter(thread=loop, kind__in=FACE_TO_FACE)
    return met.order_by("-at").values_list("on", flat=True).first()


def moment_of(text: str) -> datetime | None:
    """A moment given in an address; what is none is as if it were not there."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
