"""Records from a program: the ids of a body become rows in sight, then the page's own rule writes them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.utils import OperationalError

from huiyin.api import answers, errors, pages
from huiyin.api.errors import No
from huiyin.api.schemas import Many, RecordIn
from huiyin.core.actor import Actor
from huiyin.core.errors import Unseen
from huiyin.core.http import Request
from huiyin.loops.models import Loop
from huiyin.places.models import Area
from huiyin.records import queries, rules
from huiyin.records.models import Record
from huiyin.records.queries import Asked, Deed
from huiyin.residents import queries as residents
from huiyin.residents.models import Person

NO_PERSON = "没有这位居民，或者不归您看。"
NO_THREAD = "没有这件事，或者不归您看。"
NO_PLACE = "没有这个区划代码。"


def one(given: dict[str, Any], by: Actor) -> answers.Record:
    return told([write(given, by)], by)[0]


def many(given: dict[str, Any], request: Request) -> answers.RecordsSaid:
    """Each in a transaction of its own, in order; what is wrong with one is said of that one alone."""
    done: list[Record | tuple[UUID | None, No]] = []
    for raw in Many.model_validate(given).records:
        try:
            done.append(write(raw, request.actor))
        except (
            OperationalError
        ):  # the database is away: the same call again answers for all of them
            raise
        except Exception as error:
            done.append((_id(raw), errors.no_of(error, request)))
    written = iter(told([row for row in done if isinstance(row, Record)], request.actor))
    return answers.RecordsSaid(
        records=[
            _said(next(written)) if isinstance(row, Record) else _refused(*row) for row in done
        ]
    )


def write(raw: Any, by: Actor) -> Record:
    given = RecordIn.model_validate(raw)
    record: Record = rules.write(
        by=by, act=given.id, id=given.id, at=given.at, minutes=given.minutes, kind=given.kind.value,
        klass=given.klass or "", domain=given.domain or "", thread=_thread(given.thread, by),
        people=_people(given.people, by), heads=given.heads, community=area(given.community),
        note=given.note, private_note=given.private_note, source="api", loose=given.loose, done=given.done,
    )  # fmt: skip
    return record


def _people(ids: list[UUID], by: Actor) -> tuple[Person, ...]:
    found = Person.objects.visible_to(by).living_files().in_bulk(ids)
    if set(ids) - set(found):
        raise No(404, NO_PERSON, {"people": NO_PERSON})
    return tuple(found[pk] for pk in dict.fromkeys(ids))


def _thread(pk: UUID | None, by: Actor) -> Loop | None:
    """Also one that has ended meanwhile: what was done while it ran may arrive late."""
    if pk is None:
        return None
    found = Loop.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise No(404, NO_THREAD, {"thread": NO_THREAD})
    return found


def area(code: str | None, field: str = "community") -> Area | None:
    if code is None:
        return None
    found = Area.objects.filter(pk=code).first()
    if found is None:
        raise errors.wrong({field: NO_PLACE})
    return found


def listed(by: Actor, asked: Asked, after: str) -> answers.Records:
    if after:
        pages.edge(after)
    rows, beyond = queries.page(queries.listed(by, asked), asked, beyond=after)
    return answers.Records(records=told(rows, by), next=beyond or None)


def seen(pk: UUID, by: Actor) -> Record:
    found = Record.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise Unseen("records.Record")
    return found


def _id(raw: Any) -> UUID | None:
    """As far as it has one that can be read."""
    try:
        return UUID(raw["id"])
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _said(record: answers.Record) -> answers.RecordSaid:
    return answers.RecordSaid(id=record.id, status=201, record=record)


def _refused(pk: UUID | None, said: No) -> answers.RecordSaid:
    return answers.RecordSaid(id=pk, status=said.status, error=said.words, fields=said.fields)


def told(records: Iterable[Record], by: Actor) -> list[answers.Record]:
    """As the list of deeds shows them, for the same constant number of queries."""
    return [_told(deed, by) for deed in queries.deeds(records, by=by)]


def _told(deed: Deed, by: Actor) -> answers.Record:
    row = deed.record
    people = [answers.Named(id=p.pk, name=residents.shown_name(p, by)) for p in deed.people]
    return answers.Record(
        id=row.pk, at=row.at, minutes=row.minutes, kind=row.kind, klass=row.klass, domain=row.domain,
        thread=row.thread_id, people=people, heads=row.heads, community=row.community_id, unit=row.unit_id,
        workers=deed.workers, note=None if deed.shut else deed.note, state=row.state, version=row.version,
    )  # fmt: skip
