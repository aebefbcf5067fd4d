"""PostgreSQL: dumped by its own programs from one exported snapshot, so that what is counted is what is kept."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from huiyin.core import districts
from huiyin.core.errors import Refused
from huiyin.core.keeping import box, rows
from huiyin.core.keeping.hung import Apart

FILE = "database.dump"
BEGIN, COMMIT = b"BEGIN;\n", b"COMMIT;\n"


@contextmanager
def snapshot(data: Path, keys: Path) -> Iterator[None]:
    """What reads inside reads the very rows that were dumped, whatever is written meanwhile."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [held] = cursor.fetchone()
        without = [f"--exclude-table-data=*.{rows.name(table)}" for table in rows.apart()]
        if districts.current():  # a copy is of one district
            without.append(f"--schema={districts.current()}")
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={held}",
             f"--file={data / FILE}", *without)  # fmt: skip
        for table in rows.apart():
            cursor.execute(rows.select(table))
            rows.write(keys / f"{rows.name(table)}.jsonl", cursor)
        yield


def verify(data: Path, told: box.Manifest) -> None:
    """Every row is unpacked again and counted as pg_restore would load it."""
    with _program("pg_restore", "--data-only", "--file=-", str(data / FILE)) as lines:
        found = _counted(lines)
    for table in rows.apart():
        found.pop(rows.name(table), None)
    if found != told["rows"]:
        raise Refused("备份里的数据库和原来的不一致，没有收下。请再备份一次；还不行就检查磁盘。")


def _counted(lines: IO[bytes]) -> dict[str, int]:
    found: dict[str, int] = {}
    table = ""
    for line in lines:
        if table:
            table = "" if line == b"\\.\n" else table
            found[table] = found.get(table, 0) + 1
        elif line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            table = line.split()[1].decode().split(".")[-1].strip('"')
            found[table] = 0
    found.pop("", None)
    return found


def empty() -> bool:
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def load(data: Path, keys: Path) -> None:
    """One transaction for tables, rows and keys: either all of it stands, or nothing. Its end is written, not
    left to psql's --single-transaction, which would commit half of it when whoever feeds it is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = districts.current() or cursor.fetchone()[0]
    connection.close()
    with tempfile.TemporaryFile() as said:
        command = [_found("psql"), "--no-psqlrc", "--quiet",
                   "--set=ON_ERROR_STOP=1", "--file=-"]  # fmt: skip
        psql = subprocess.Popen(  # noqa: S603  the program is found by name, the words are ours
            command,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _feed(psql.stdin, data, keys, schema)  # type: ignore[arg-type]
        except BaseException:
            psql.kill()  # without the end of its input: it has committed nothing
            raise
        finally:
            failed = psql.wait()
        if failed:
            raise _broken("psql", said)


def _feed(psql: IO[bytes], data: Path, keys: Path, schema: str) -> None:
    try:
        psql.write(BEGIN)
        if districts.current():  # the copy makes it; only an empty one is in the way
            psql.write(f"DROP SCHEMA IF EXISTS {rows.quoted(schema)};\n".encode())
        with _program(
            "pg_restore", "--no-owner", "--no-privileges", "--file=-", str(data / FILE)
        ) as sql:
            shutil.copyfileobj(sql, psql)
        psql.write(f"SET search_path TO {rows.quoted(schema)};\n".encode())
        for table in rows.apart():
            _feed_keys(psql, keys, table)
        psql.write(COMMIT)
        psql.close()
    except BrokenPipeError:  # it stopped at an error, and says so itself
        return


def _feed_keys(psql: IO[bytes], keys: Path, table: Apart) -> None:
    psql.write(f"CREATE TEMP TABLE hy_apart (LIKE {rows.quoted(rows.name(table))});\n".encode())
    psql.write(f"COPY hy_apart ({rows.listed(table)}) FROM stdin;\n".encode())
    with (keys / f"{rows.name(table)}.jsonl").open() as file:
        for line in file:
            psql.write(("\t".join(_escaped(value) for value in json.loads(line)) + "\n").encode())
    psql.write(b"\\.\n")
    for statement in (rows.insert_from(table, "hy_apart"), *rows.empty_again(table)):
        psql.write(f"{statement};\n".encode())
    psql.write(b"DROP TABLE hy_apart;\n")


def _escaped(value: str | None) -> str:
    if value is None:
        return "\\N"
    return (
        value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    )


def _run(program: str, *arguments: str) -> None:
    with _program(program, *arguments):
        pass


@contextmanager
def _program(name: str, *arguments: str) -> Iterator[IO[bytes]]:
    """Its output; refused in a sentence when it fails."""
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(  # noqa: S603  the program is found by name, the words are ours
            [_found(name), *arguments], env=_environment(), stdout=subprocess.PIPE, stderr=said
        )
        try:
            yield running.stdout  # type: ignore[misc]
        finally:
            running.stdout.close()  # type: ignore[union-attr]
            failed = running.wait()
        if failed:
            raise _broken(name, said)


def _broken(name: str, said: IO[bytes]) -> Refused:
    said.seek(0)
    words = said.read().decode(errors="replace").strip().splitlines() or ["没有说原因"]
    why = next((line for line in words if "error" in line.lower()), words[-1])
    return Refused(f"{name} 没有做成：{why}")


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Refused(
            f"找不到 {program}：请装上和数据库同一版本的 PostgreSQL 客户端程序（postgresql-client）。"
        )
    return path


def _environment() -> dict[str, str]:
    given = connection.settings_dict
    told = {
        "PGHOST": given["HOST"], "PGPORT": given["PORT"], "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"], "PGDATABASE": str(given["NAME"]), "PGCLIENTENCODING": "UTF8",
    }  # fmt: skip
    return {**os.environ, **{name: value for name, value in told.items() if value}}
