"""Lists for programs: fifty rows by keyset, newest first, and the key of the next."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.api import errors
from huiyin.core import keyset
from huiyin.core.actor import Actor
from huiyin.loops.models import Loop
from huiyin.residents import queries as residents
from huiyin.residents.models import Person

SIZE = 50
NO_NEXT = "next 要原样用上一页答的那一个。"
Rows = TypeVar("Rows", bound=QuerySet[Any])


def page(rows: Rows, after: str, *, rising: bool = False) -> tuple[list[Any], str | None]:
    """`rows` are annotated with `key` and ordered by it and by their own key."""
    if after:
        at, pk = edge(after)
        side = "gt" if rising else "lt"
        rows = rows.filter(Q(**{f"key__{side}": at}) | Q(**{"key": at, f"pk__{side}": pk}))
    found = list(rows[: SIZE + 1])
    if len(found) <= SIZE:
        return found, None
    last = found[SIZE - 1]
    return found[:SIZE], keyset.key(last.key, last.pk)


def edge(after: str) -> tuple[datetime, UUID]:
    """A page may forgive a link that was cut short; a program that shortened one would lose rows unnoticed."""
    found = keyset.edge(after)
    if found is None:
        raise errors.wrong({"next": NO_NEXT})
    return found


def name(person: Person, loop: Loop, by: Actor) -> str:
    """Her own ask a body reads by the name it gave; all else as it is shown to this post."""
    hers = by.org is not None and loop.asker_org_id == by.org
    return person.name if hers else residents.shown_name(person, by)
