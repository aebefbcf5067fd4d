"""Each person's own key: made with her file, loaded for sealing and opening, gone when she is erased."""

import secrets
from collections.abc import Iterator
from uuid import UUID

from huiyin.core import rotation, secret
from huiyin.residents.models import Person, SubjectKey


def make_for(person: Person) -> None:
    """Before the person's first save, since her own columns are sealed under it."""
    _, wrapped = fresh(person.pk)
    SubjectKey.objects.create(person_id=person.pk, wrapped=wrapped)


def fresh(person: UUID) -> tuple[bytes, str]:
    """A new key for that person, as it is and as it is kept."""
    key = secrets.token_bytes(32)
    return key, secret.wrap(key, place=_place(person))


def load(people: set[UUID]) -> dict[UUID, bytes]:
    """The keys of these people in one query; a destroyed key is left out."""
    rows = SubjectKey.objects.filter(person__in=people, wrapped__isnull=False)
    return {
        person: secret.unwrap(wrapped or "", place=_place(person))
        for person, wrapped in rows.values_list("person_id", "wrapped")
    }


def _place(person: UUID) -> str:
    return f"{SubjectKey._meta.db_table}:wrapped:{person}"


def _wrapped() -> Iterator[rotation.Found]:
    rows = SubjectKey.objects.filter(wrapped__isnull=False).order_by("pk")
    found = rows.values_list("pk", "wrapped", "person_id").iterator(chunk_size=rotation.BLOCK)
    return ((pk, wrapped or "", _place(person)) for pk, wrapped, person in found)


def _put(pk: UUID, old: str, new: str) -> int:
    return SubjectKey.objects.filter(pk=pk, wrapped=old).update(wrapped=new)


rotation.hang("residents.SubjectKey.wrapped", _wrapped, _put)
