"""The door: the one way in which a row is changed (model.md 7).

Capability, sight of every row given, reread and lock of the row acted on, one transaction, one journal
entry per verb, a touch for every cell of the figures, and an act id by which the same request answers the same. Position means acted upon,
keyword means given.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import is_dataclass
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model

from huiyin.audit import counted, ink
from huiyin.audit.models import Entry, Outcome
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7

P = ParamSpec("P")
R = TypeVar("R")
_page: ContextVar[list[Entry] | None] = ContextVar("page", default=None)
DOORS: dict[str, Callable[..., Any]] = {}
DEADLOCK = "40P01"
TRIES = 3  # of one act that met another going the other way through the same rows


def rule(
    verb: str, *, needs: str = "", unseen: str = "", inner: bool = False
) -> Callable[[Callable[P, R]], Callable[..., R]]:
    """A verb as a door. `unseen` names the one keyword row the actor may act on before she can see it.

    The capability asked for is the verb itself, or `needs` where several verbs are one right ("own").

    An `inner` rule is called by rules only: it asks for no capability and no sight of its own, since the
    door around it has asked (a clerk who may refer.send need not hold loop.open).
    """

    def decorate(change: Callable[P, R]) -> Callable[..., R]:
        @wraps(change)
        def door(*args: Any, by: Actor, act: UUID | None = None, **given: Any) -> R:
            _must_be_allowed(verb, needs or verb, by, inner)
            act = act or uuid7()
            digest = ink.args_digest(verb, args, given)
            if by.inside is None and (said := _said_before(act, by, digest)):
                return cast(R, said.again())
            through = partial(_through, change, verb, by, act, digest, args, given, unseen, inner)
            return cast(R, through() if by.inside else _again_if_deadlocked(through))

        cast(Any, door).verb, cast(Any, door).inner = verb, inner
        cast(Any, door).capability = "" if inner else needs or verb
        cast(Any, door).takes = inspect.signature(change)
        DOORS[verb] = door
        return door

    return decorate


def _through(
    change: Callable[..., Any], verb: str, by: Actor, act: UUID, digest: str,
    args: tuple[Any, ...], given: dict[str, Any], unseen: str, inner: bool,
) -> Any:  # fmt: skip
    outermost = by.inside is None
    page: list[Entry] = [] if outermost else _page.get() or []
    token = _page.set(page)
    try:
        with transaction.atomic(), counted.collecting():
            if not inner:
                _must_see([v for k, v in given.items() if k != unseen], by)
            target = _lock(args[0], by, sighted=not inner) if args else None
            before = ink.snapshot(target)
            counted.touch(target)
            page.append(entry := ink.entry(verb, by, act, digest))  # outermost first, however deep
            result = change(
                *([target, *args[1:]] if target is not None else args),
                by=by.within(verb, act), **given,
            )  # fmt: skip
            ink.describe(entry, target if target is not None else result, before, result)
            counted.touch(target, result if isinstance(result, Model) else None)
            if outermost:
                Entry.objects.bulk_create(page)
        if target is not None:  # the caller's own instance must not overwrite what was done below
            args[0].__dict__.update(target.__dict__)
        return result
    except (IntegrityError, Refused, Unseen):  # perhaps the same act, a moment earlier, elsewhere
        said = _said_before(act, by, digest) if outermost else None
        if said is None:
            raise
        return said.again()
    finally:
        _page.reset(token)


def _again_if_deadlocked(through: Callable[[], Any]) -> Any:
    """A matter is handed on from the top down and makes progress from the bottom up; where two such acts meet,
    PostgreSQL ends one of them. Nothing of it was done, so it is done again, with every row read anew."""
    tries = 1 if connection.in_atomic_block else TRIES
    while True:
        try:
            return through()
        except OperationalError as error:
            tries -= 1
            if not tries or getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
                raise


def _must_be_allowed(verb: str, capability: str, by: Actor, inner: bool) -> None:
    if inner and by.inside is None:
        raise RuntimeError(f"{verb} is an inner rule: only rules call it")
    if not inner and not by.may(capability):
        raise NotAllowed(capability)


def _must_see(values: Iterable[Any], by: Actor) -> None:
    for row in _rows_in(values):
        if not _rows(row).visible_to(by).filter(pk=row.pk).exists():
            raise Unseen(row._meta.label)


def _rows_in(value: Any) -> Iterator[Model]:
    """Every saved row in what was given, however it is wrapped."""
    if isinstance(value, Model):
        if not value._state.adding:
            yield value
    elif isinstance(value, dict):
        yield from _rows_in(value.values())
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _rows_in(vars(value).values())
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for one in value:
            yield from _rows_in(one)


def _lock(row: Any, by: Actor, *, sighted: bool) -> Any:
    """The row as it is now, held until the transaction ends: SQLite by its one writer, PostgreSQL by the lock."""
    rows = _rows(row).visible_to(by) if sighted else _rows(row)
    locked = rows.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise Unseen(row._meta.label)
    return locked


def _rows(row: Model) -> Any:
    return type(row)._default_manager.all()


class _Said:
    """What an act has done already, to be answered once more."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def again(self) -> Any:
        if not self.entry.answer:
            return None
        table, key = self.entry.answer.split(":", 1)
        model = next(m for m in apps.get_models() if m._meta.db_table == table)
        return model._default_manager.get(pk=key)


def _said_before(act: UUID, by: Actor, digest: str) -> _Said | None:
    entry = Entry.objects.filter(chain=by.chain, act=act).first()
    if entry is None:
        return None
    if (entry.args, entry.user, entry.post) != (digest, by.user, by.post):
        raise Refused("这个编号已经用来记了另一件事。请刷新页面，再做一次。")
    return _Said(entry)


def deny(capability: str, by: Actor) -> None:
    """Journal a denied attempt, in its own transaction, after everything else was rolled back."""
    entry = ink.entry(capability, by, uuid7(), "")
    entry.outcome = Outcome.DENIED
    ink.describe(entry, None, {})
    entry.save(force_insert=True)
