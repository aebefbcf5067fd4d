"""What a database holds, asked past the house: the other half of the oracle."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg


class Stored:
    """`where` is a file of SQLite or a DATABASE_URL; the deeds counted are those since this was made."""

    def __init__(self, where: Path | str) -> None:
        self.where = where
        self.old = self.deeds_ever()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if isinstance(self.where, str):
            with psycopg.connect(self.where) as line:
                return line.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.where)) as file:
            return file.execute(sql).fetchall()

    def deeds_ever(self) -> int:
        return int(self.rows("SELECT count(*) FROM records_record")[0][0])

    @property
    def deeds(self) -> int:
        return self.deeds_ever() - self.old

    @property
    def acts(self) -> list[UUID]:
        """Of every deed there ever was, by the journal."""
        rows = self.rows("SELECT act FROM audit_entry WHERE verb = 'record.write'")
        return [act if isinstance(act, UUID) else UUID(act) for (act,) in rows]

    def whole(self) -> bool:
        """No page of it is torn and no key leads nowhere; PostgreSQL's own restart has looked already."""
        if isinstance(self.where, str):
            return True
        checks = self.rows("PRAGMA integrity_check"), self.rows("PRAGMA foreign_key_check")
        return checks == ([("ok",)], [])
