"""Rows on their way into a table: sealed, digested and written in long runs, past the ORM.

Values are what both engines read as they stand: text, whole numbers, True, None; a moment is "2026-03-02 01:30:00"
in UTC, a date and an id are text. The first column of a sheet is the row's key.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model
from django.db.models.fields import NOT_PROVIDED

from huiyin.core import secret
from huiyin.core.secret import Fingerprint, SecretText

RUN = 4000  # rows in one COPY or one executemany


@dataclass(slots=True)
class Owner:
    """Whose key seals."""

    id: UUID
    key: bytes


class Sheet:
    """`mute`: columns that differ from one deployment to the next and so stay out of the digest."""

    def __init__(self, model: type[Model], *columns: str, mute: tuple[str, ...] = ()) -> None:
        fields: dict[str, Any] = {f.attname: f for f in model._meta.concrete_fields}
        stored = {name: f for name, f in fields.items() if not f.generated}
        rest = [name for name in stored if name not in columns]
        self.model, self.columns, self.n = model, columns, 0
        self.rest = tuple(_usual(stored[name]) for name in rest)
        self.sealed = [n for n, c in enumerate(columns) if isinstance(fields[c], SecretText)]
        self.own = {n: bool(fields[columns[n]].under) for n in self.sealed}
        quiet = [
            n for n, c in enumerate(columns) if c in mute or isinstance(fields[c], Fingerprint)
        ]
        self.told = [n for n in range(len(columns)) if n not in quiet]
        self.named = [fields[name].column for name in (*columns, *rest)]
        self.rows: list[tuple[Any, ...]] = []
        self.digest = sha256()

    def add(self, *values: Any, under: Owner | None = None) -> None:
        self.n += 1
        told = values if len(self.told) == len(values) else [values[n] for n in self.told]
        self.digest.update(repr(told).encode())
        row = self._seal(list(values), under) if self.sealed else values
        self.rows.append((*row, *self.rest))
        if len(self.rows) >= RUN:
            self.write()

    def _seal(self, row: list[Any], under: Owner | None) -> list[Any]:
        for n in self.sealed:
            if row[n]:
                owner = under if self.own[n] else None
                row[n] = secret.seal_in(
                    self.model, self.columns[n], UUID(hex=row[0]), row[n],
                    owner=owner.id if owner else None, key=owner.key if owner else None,
                )  # fmt: skip
        return row

    def write(self) -> None:
        quote = connection.ops.quote_name
        names = ", ".join(quote(name) for name in self.named)
        table, rows = quote(self.model._meta.db_table), self.rows
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            elif rows:
                places = ", ".join(["%s"] * len(self.named))
                insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # nosec B608 -- names of our own models
                cursor.executemany(insert, rows)
        self.rows = []


def _usual(field: "Field[Any, Any]") -> Any:
    """What a column holds where nothing is said of it; whatever differs from row to row must be named."""
    default = field.default
    if default is NOT_PROVIDED:
        return None if field.null else field.get_default()
    if callable(default):
        raise TypeError(f"{field} must be named")
    return default if isinstance(default, int) else str(default)
