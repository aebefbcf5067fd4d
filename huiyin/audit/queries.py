"""What the auditor reads."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from huiyin.audit import directory
from huiyin.audit.models import Entry, Outcome
from huiyin.core import clock
from huiyin.core.actor import Actor

SIZE = 50


@dataclass(frozen=True)
class Line:
    """An entry with its names: who, in which post, what, to which row, and each change as field, before, after."""

    entry: Entry
    who: str
    place: str
    what: str
    changes: list[tuple[str, Any, Any]]


@dataclass(frozen=True)
class Asked:
    """What the auditor filters by; empty means all."""

    who: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None
    denied: bool = False
    target: str = ""


def journal(actor: Actor, asked: Asked, *, before: str = "") -> tuple[list[Line], str]:
    """Fifty entries, newest first, and the id before which the next fifty begin ("" at the end)."""
    rows = _found(actor, asked)
    if (last := _uuid(before)) is not None:
        rows = rows.filter(pk__lt=last)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    more = str(found[SIZE - 1].pk) if len(found) > SIZE else ""
    names = directory.names_of({entry.user for entry in found if entry.user})
    return [_line(entry, names) for entry in found[:SIZE]], more


def _found(actor: Actor, asked: Asked) -> Any:
    rows = Entry.objects.visible_to(actor)
    if asked.who:
        rows = rows.filter(user__in=directory.ids_of(asked.who))
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.since:
        rows = rows.filter(at__gte=clock.at(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=clock.at(asked.until + timedelta(days=1)))
    if asked.denied:
        rows = rows.filter(outcome=Outcome.DENIED)
    if asked.target:
        rows = rows.filter(target=_uuid(asked.target))
    return rows


def _line(entry: Entry, names: dict[UUID, str]) -> Line:
    who = names.get(entry.user, "") if entry.user else entry.label
    changes = [(name, *pair) for name, pair in entry.changes.items() if isinstance(pair, list)]
    place = directory.place(entry.label) if entry.user else ""
    return Line(entry, who or "一个已不在的账号", place, directory.word(entry.verb), changes)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
