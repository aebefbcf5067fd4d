"""Codes of places and units. A prefix is a right to see, so a prefix test is a range, never LIKE."""

import sys
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

SURROGATES = range(0xD800, 0xE000)


class _ByteByByte(models.CharField):  # type: ignore[type-arg]
    """Compared byte by byte, so that a range over it is a prefix.

    PostgreSQL needs collation "C" for that; SQLite compares so by itself and knows no such name.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


class CodeField(_ByteByByte):
    """A code of digits and capital letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 13)
        super().__init__(*args, **kwargs)


class PersonalText(_ByteByByte):
    """Personal plain text (P): searchable, `***` in the journal, emptied when a person is erased."""


class PersonalDate(models.DateField):  # type: ignore[type-arg]
    """A personal date (P): a birthday identifies; closed in the journal as names are."""


def after(prefix: str) -> str:
    """The first text that no longer begins with this prefix: half characters are none, and none comes after the last."""
    last = ord(prefix[-1])
    if last == sys.maxunicode:
        return after(prefix[:-1]) if len(prefix) > 1 else prefix * 2
    return prefix[:-1] + chr(SURROGATES.stop if last + 1 in SURROGATES else last + 1)


def under(path: str, prefix: str) -> Q:
    """Rows whose code at `path` begins with the prefix; an empty prefix is the whole nation."""
    if not prefix:
        return Q()
    return Q(**{f"{path}__gte": prefix, f"{path}__lt": after(prefix)})


def covers(reach: tuple[str, ...], code: str) -> bool:
    return any(code.startswith(prefix) for prefix in reach)
