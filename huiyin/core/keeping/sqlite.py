"""SQLite: copied by its own backup call, which never sees half a transaction and stops nobody from writing."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections

from huiyin.core.errors import Refused
from huiyin.core.keeping import box, rows
from huiyin.core.keeping.hung import Apart

FILE = "database.sqlite3"


@contextmanager
def snapshot(data: Path, keys: Path) -> Iterator[None]:
    """The copy without its keys lies in `data`, the keys lie in `keys`; what reads inside reads the copy."""
    copy = data / FILE
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as db:
        connection.connection.backup(db)
        db.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        _take_apart(db, keys)
    with reading(copy):
        yield


def _take_apart(db: sqlite3.Connection, keys: Path) -> None:
    for table in rows.apart():
        rows.write(keys / f"{rows.name(table)}.jsonl", db.execute(rows.select(table)))
        with db:
            db.execute(rows.delete(table))
    db.execute("VACUUM")  # deleted rows would still stand in free pages


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Whoever reads in this thread reads that file, and cannot change it."""
    own = connections["default"]
    copy = type(own)({**own.settings_dict, "NAME": str(path), "OPTIONS": {}}, "default")
    connections["default"] = copy
    try:
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA query_only=ON")
        yield
    finally:
        copy.close()
        connections["default"] = own


def verify(data: Path, told: box.Manifest) -> None:
    with closing(sqlite3.connect(data / FILE)) as db:
        said = (
            db.execute("PRAGMA quick_check").fetchall()
            + db.execute("PRAGMA foreign_key_check").fetchall()
        )
    with reading(data / FILE):
        found = rows.counts()
    if said != [("ok",)] or found != told["rows"]:
        raise Refused("备份里的数据库和原来的不一致，没有收下。请再备份一次；还不行就检查磁盘。")


def empty() -> bool:
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return True
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,))


def load(data: Path, keys: Path) -> None:
    """Made whole beside the place, then put there by one rename."""
    place = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(data / FILE)) as db, db:
        for table in rows.apart():
            db.executemany(rows.insert(table, "?"), _read(keys, table))
            for statement in rows.empty_again(table):
                db.execute(statement)
    part = box.unfinished(place)
    shutil.copyfile(data / FILE, part)
    box.flush(part)
    connections.close_all()
    for beside in ("-wal", "-shm"):  # of the empty database that lies there
        place.with_name(place.name + beside).unlink(missing_ok=True)
    box.publish(part, place)


def _read(keys: Path, table: Apart) -> Iterator[list[str | None]]:
    with (keys / f"{rows.name(table)}.jsonl").open() as file:
        for line in file:
            values = json.loads(line)
            yield [*values, values[rows.columns(table).index(rows.owner(table))]]
