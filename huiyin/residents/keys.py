"""Each person's own key: made with her file, loaded for sealing and opening, gone when she is erased."""

import secrets
from uuid import UUID

from huiyin.core import secret
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
