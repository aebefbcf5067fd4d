"""The SQL of keeping: tables are counted, copied and emptied past every scope, for nobody reads them here.

Names come from our own models, never from a person or a file.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model

from huiyin.core.codes import PersonalDate, PersonalText
from huiyin.core.keeping import hung
from huiyin.core.keeping.hung import Apart, Emptied
from huiyin.core.secret import Fingerprint


def counts() -> dict[str, int]:
    """Rows of every table but those kept apart."""
    left_out = {name(table) for table in apart()}
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.table_names(cursor)) - left_out):
            cursor.execute(f"SELECT count(*) FROM {quoted(table)}")  # noqa: S608  # nosec B608
            found[table] = cursor.fetchone()[0]
    return found


def apart() -> list[Apart]:
    return hung.apart


def name(table: Apart) -> str:
    return table.model._meta.db_table


def columns(table: Apart) -> list[str]:
    return [str(field.column) for field in table.model._meta.concrete_fields]


def owner(table: Apart) -> str:
    return _column(table.model, table.owner)


def select(table: Apart) -> str:
    return f"SELECT {listed(table)} FROM {quoted(name(table))}"  # noqa: S608  # nosec B608


def delete(table: Apart) -> str:
    return f"DELETE FROM {quoted(name(table))}"  # noqa: S608  # nosec B608


def write(path: Path, found: Iterable[Any]) -> None:
    with path.open("w") as file:
        for row in found:
            plain = [None if value is None else str(value) for value in row]
            file.write(json.dumps(plain) + "\n")


def insert(table: Apart, sign: str) -> str:
    """For those only whose owner came back with the data: today's keys are of more people than an old
    backup's rows. Takes a row's values and her key again."""
    signs = ", ".join([sign] * len(columns(table)))
    return (
        f"INSERT INTO {quoted(name(table))} ({listed(table)}) SELECT {signs} "  # nosec B608
        f"WHERE EXISTS ({_owners(table)} = {sign})"
    )


def insert_from(table: Apart, source: str) -> str:
    """The same, from a table of the same form."""
    return (
        f"INSERT INTO {quoted(name(table))} ({listed(table)}) SELECT {listed(table)} "  # noqa: S608  # nosec B608
        f"FROM {source} WHERE EXISTS ({_owners(table)} = {source}.{quoted(owner(table))})"
    )


def _owners(table: Apart) -> str:
    above: Any = table.model._meta.get_field(table.owner).related_model
    key = f"{quoted(above._meta.db_table)}.{quoted(above._meta.pk.column)}"
    return f"SELECT 1 FROM {quoted(above._meta.db_table)} WHERE {key}"  # noqa: S608  # nosec B608


def empty_again(table: Apart) -> list[str]:
    """What an older backup brings back of the erased in the clear goes as their keys went."""
    key = _column(table.model, table.key)
    erased = f"SELECT {quoted(owner(table))} FROM {quoted(name(table))} WHERE {quoted(key)} IS NULL"  # noqa: S608  # nosec B608
    return [
        f"UPDATE {quoted(held.model._meta.db_table)} SET {_nothing(held)} "  # noqa: S608  # nosec B608
        f"WHERE {quoted(_column(held.model, held.owner))} IN ({erased})"
        for held in table.emptied
    ]


def _nothing(held: Emptied) -> str:
    fields = held.model._meta.concrete_fields
    emptied = {str(f.column): "''" for f in fields if isinstance(f, PersonalText | Fingerprint)}
    emptied |= {str(f.column): "NULL" for f in fields if isinstance(f, PersonalDate)}
    emptied |= {_column(held.model, field): f"'{word}'" for field, word in held.says.items()}
    return ", ".join(f"{quoted(column)} = {value}" for column, value in emptied.items())


def _column(model: type[Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


def listed(table: Apart) -> str:
    return ", ".join(quoted(one) for one in columns(table))


def quoted(word: str) -> str:
    return connection.ops.quote_name(word)
