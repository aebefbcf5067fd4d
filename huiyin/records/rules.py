"""Writing a deed, once; correcting it with both texts kept; voiding it with a reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.access.models import User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.places.models import Area
from huiyin.records import proposals
from huiyin.records.flow import FLOW
from huiyin.records.models import (
    Kind,
    Klass,
    Record,
    RecordMethod,
    RecordPerson,
    RecordText,
    RecordWorker,
    State,
)
from huiyin.residents import rules as residents
from huiyin.residents.models import Person

CONTACTS = {Kind.VISIT, Kind.CALL, Kind.COME, Kind.ACCOMPANY, Kind.ONLINE}
PLAIN = {"minutes", "kind", "klass", "domain", "heads"}


@rule("record.write")
def write(
    *,
    by: Actor,
    minutes: int,
    kind: str,
    id: UUID | None = None,  # noqa: A002  made by the client where there is one
    at: datetime | None = None,
    klass: str = "",
    domain: str = "",
    thread: Loop | None = None,
    people: tuple[Person, ...] = (),
    heads: int = 0,
    community: Area | None = None,
    note: str = "",
    private_note: str = "",
    methods: tuple[str, ...] = (),
    helpers: tuple[User, ...] = (),
    source: str = "desk",
    owed: str = "",
    owed_on: date | None = None,
    loose: bool = False,
    done: bool = False,
) -> Record:
    """A deed with everything that follows from it in one act: the thread's clock, and what is still owed.

    Without a thread it goes to the nearest open matter of the one person it was for, unless it is `loose`.
    `done`: it was the thread's next step.
    """
    at, people = at or clock.now(), tuple(dict.fromkeys(people))
    _must_have_happened(at)
    _must_serve(klass, bool(people), heads)
    person = proposals.only(people)
    thread = thread or (None if loose else proposals.thread_of(person, by))
    record = Record.objects.create(
        id=id or uuid7(), unit_id=by.unit, community_id=community.pk if community else _community(people), at=at,
        on=clock.local(at).date(), minutes=minutes, kind=kind, klass=klass or proposals.klass_of(thread, people),
        domain=domain or proposals.domain_of(people), thread=thread, about=person, heads=heads, note=note,
        private_note=private_note, source=source, entered_by_id=by.who,
    )  # fmt: skip
    _attach(record, by, people, methods, helpers)
    for one in people:
        residents.remember(one, by=by)  # 记一笔 offers recent people first
    if thread and kind in CONTACTS:
        loops.progress(thread, by=by, code="contact", evidence=record.pk)
    if done and (matter := _open(thread)):
        loops.take_step(matter, by=by)
    if owed and owed_on:
        loops.promise(by=by, words=owed, on=owed_on, person=person, parent=_open(thread))
    return record


@rule("record.correct")
def correct(record: Record, *, by: Actor, version: int, note: str, **fields: Any) -> Record:
    """The text before is kept beside it; a correction of an older text is refused, so that nobody overwrites."""
    _must_be_hers(record, by)
    if record.state != State.KEPT:
        raise Refused("这条记录已经作废，不能再改。要补，请另记一笔。")
    if record.version != version:
        raise Refused("这条记录刚被同事改过。请刷新看看现在的内容，再决定要不要改。")
    _keep_what_stood(record, by)
    for name in PLAIN & fields.keys():
        setattr(record, name, fields[name])
    _must_serve(record.klass, record.people.exists(), record.heads)
    record.note = note
    record.version += 1
    record.save()
    record.workers.filter(user=record.entered_by).update(minutes=record.minutes)
    return record


@rule("record.void")
def void(record: Record, *, by: Actor, why: str) -> Record:
    """作废: it stays readable, struck out, with the reason; it counts nowhere."""
    _must_be_hers(record, by)
    FLOW.move(record, "void")
    record.void_why = why
    record.save()
    return record


def _keep_what_stood(record: Record, by: Actor) -> None:
    said = f"{record.on} {record.get_kind_display()} {record.minutes} 分钟"
    before = RecordText(record=record, version=record.version, said=said, by_id=by.who)
    before.note = proposals.read(record, by)
    before.save()


def _must_be_hers(record: Record, by: Actor) -> None:
    """Whoever did it or wrote it down, her deputy, or the lead."""
    doers = {record.entered_by_id, *record.workers.values_list("user", flat=True)}
    if not doers.intersection(by.owners) and not by.may("loop.assign"):
        raise Refused(f"这条是{record.entered_by.name}记的。要改，请她本人或站长来改。")


def _must_have_happened(at: datetime) -> None:
    if at > clock.now():
        raise Refused("这个时间还没有到。还没做的事，请写成一件承诺。")


def _must_serve(klass: str, named: bool, heads: int) -> None:
    if klass == Klass.INTERNAL and (named or heads):
        raise Refused("内部的事不服务居民。请把类别改成专业服务，或者去掉居民。")
    if klass != Klass.INTERNAL and not named and not heads:
        raise Refused("服务了谁？请选一位居民，或者只记人数。")


def _community(people: tuple[Person, ...]) -> str | None:
    return people[0].community_id if people else None


def _open(thread: Loop | None) -> Loop | None:
    return thread if thread and thread.state == "open" else None


def _attach(
    record: Record,
    by: Actor,
    people: tuple[Person, ...],
    methods: tuple[str, ...],
    helpers: tuple[User, ...],
) -> None:
    rows = [
        RecordPerson(record=record, person=p, thread=record.thread, at=record.at) for p in people
    ]
    RecordPerson.objects.bulk_create(rows)
    RecordMethod.objects.bulk_create([RecordMethod(record=record, code=code) for code in methods])
    workers = [
        RecordWorker(
            record=record, user_id=by.who, post_id=by.post, minutes=record.minutes, on=record.on
        )
    ]
    workers += [
        RecordWorker(record=record, user=user, minutes=record.minutes, on=record.on)
        for user in dict.fromkeys(helpers)
        if user.pk != by.who
    ]
    RecordWorker.objects.bulk_create(workers)
