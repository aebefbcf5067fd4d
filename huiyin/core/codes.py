"""Codes of places and units. A prefix is a right to see, so a prefix test is a range, never LIKE."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q


class CodeField(models.CharField):  # type: ignore[type-arg]
    """A code of digits and capital letters, compared byte by byte.

    PostgreSQL needs collation "C" for that; SQLite compares so by itself and knows no such name.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 13)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class PersonalText(models.CharField):  # type: ignore[type-arg]
    """Personal plain text (P): searchable, `***` in the journal, emptied when a person is erased."""


def after(prefix: str) -> str:
    """The first code that no longer begins with this prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def under(path: str, prefix: str) -> Q:
    """Rows whose code at `path` begins with the prefix; an empty prefix is the whole nation."""
    if not prefix:
        return Q()
    return Q(**{f"{path}__gte": prefix, f"{path}__lt": after(prefix)})


def covers(reach: tuple[str, ...], code: str) -> bool:
    return any(code.startswith(prefix) for prefix in reach)
