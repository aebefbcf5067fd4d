"""What the auditor reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from huiyin.audit import directory
from huiyin.audit.models import Entries, Entry, Outcome
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
    steps: list["Line"]  # what was done within it, in order


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
    """Fifty acts, newest first, each with the steps within it, and the id before which the next fifty begin
    ("" at the end). Three queries, however many steps there are."""
    rows = _found(actor, asked)
    if (last := _uuid(before)) is not None:
        rows = rows.filter(pk__lt=last)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    more = str(found[SIZE - 1].pk) if len(found) > SIZE else ""
    names = directory.names_of({entry.user for entry in found if entry.user})
    steps = _steps(found[:SIZE], actor)
    return [_line(entry, names, steps[entry.chain, entry.act]) for entry in found[:SIZE]], more


def _steps(acts: Iterable[Entry], actor: Actor) -> dict[tuple[str, UUID | None], list[Entry]]:
    """(chain, act) → what was done within it, in the order in which it was begun."""
    found: dict[tuple[str, UUID | None], list[Entry]] = defaultdict(list)
    within = Entry.objects.visible_to(actor).filter(within__in=[entry.act for entry in acts])
    for step in within.order_by("pk"):
        found[step.chain, step.within].append(step)
    return found


def _found(actor: Actor, asked: Asked) -> Entries:
    """Outermost acts; a verb or a row is found in what was done within them too."""
    rows = Entry.objects.visible_to(actor).filter(within__isnull=True)
    if asked.who:
        rows = rows.filter(user__in=directory.ids_of(asked.who))
    if asked.verb:
        rows = rows.filter(Q(verb=asked.verb) | _holds(verb=asked.verb))
    if asked.since:
        rows = rows.filter(at__gte=clock.at(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=clock.at(asked.until + timedelta(days=1)))
    if asked.denied:
        rows = rows.filter(outcome=Outcome.DENIED)
    if asked.target:
        target = _uuid(asked.target)
        rows = rows.filter(Q(target=target) | _holds(target=target))
    return rows


def _holds(**step: Any) -> Exists:
    within = Entry.objects.filter(chain=OuterRef("chain"), within=OuterRef("act"))
    return Exists(within.filter(**step))


def _line(entry: Entry, names: dict[UUID, str], steps: Iterable[Entry] = ()) -> Line:
    who = names.get(entry.user, "") if entry.user else entry.label
    changes = [(name, *pair) for name, pair in entry.changes.items() if isinstance(pair, list)]
    place = directory.place(entry.label) if entry.user else ""
    return Line(
        entry, who or "一个已不在的账号", place, directory.word(entry.verb), changes,
        [_line(step, names) for step in steps],
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
