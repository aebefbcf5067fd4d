"""The restore drill: the demo is carried out of its place and stands up elsewhere, the same to the last row.

On both engines, through the commands an operator types. Whatever is killed on the way, what is listed opens
and what stands is whole; each of these with the control that shows the test would have noticed.
"""

import hashlib
import os
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pyrage
import pytest

from huiyin.core.errors import Refused
from huiyin.core.keeping import backups, box
from tools import pg, throwaway

pytestmark = pytest.mark.fault
Say = Callable[[str], None]
Times = Callable[[int], int]
SEAL = """
import datetime, django
django.setup()
from huiyin.audit import journal
journal.SETTLED = datetime.timedelta(0)
print(journal.seal())
"""
SLOWLY = """
import sys, time, types, django, pyrage
from pathlib import Path
django.setup()
from django.core.management import call_command
from huiyin.core.keeping import box

def slowly(source, target, to):
    sealed = pyrage.encrypt(Path(source).read_bytes(), to)
    with open(target, "wb") as file:
        for at in range(0, len(sealed), len(sealed) // 20 + 1):
            file.write(sealed[at : at + len(sealed) // 20 + 1])
            file.flush()
            time.sleep(0.02)

box.pyrage = types.SimpleNamespace(**{**vars(pyrage), "encrypt_file": slowly})
if "--naked" in sys.argv:
    box.unfinished = lambda final: final
print("ready", flush=True)
call_command("backup", sys.argv[1])
"""
# dies alone, the programs it started live on: on PostgreSQL when the tables are made and no row is in them, on
# SQLite when half of the file is copied
HALF = """
import os, shutil, sys, types, django
django.setup()
from django.core.management import call_command
from huiyin.core.keeping import box, postgres, sqlite

def die():
    os.kill(os.getpid(), 9)

def tables_only(source, target):
    text = source.read()
    target.write(text[: text.index(b"\\nCOPY ")])
    target.flush()
    die()

def half_a_file(source, target):
    whole = open(source, "rb").read()
    with open(target, "wb") as file:
        file.write(whole[: len(whole) // 2])
    die()

postgres.shutil = types.SimpleNamespace(which=shutil.which, copyfileobj=tables_only)
sqlite.shutil = types.SimpleNamespace(copyfile=half_a_file)
if "--naked" in sys.argv:
    postgres.BEGIN = postgres.COMMIT = b""
    sqlite.box = types.SimpleNamespace(unfinished=lambda final: final)
call_command("restore", sys.argv[1])
"""


@dataclass
class Place:
    """A data folder and a database, and what its operator can type there."""

    data: Path
    url: str = ""
    given: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.url else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        database = {"DATABASE_URL": self.url} if self.url else {}
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings"}
        return {**throwaway.environment(self.data), **settings, **database, **self.given}

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603
            [sys.executable, *words], cwd=throwaway.ROOT, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603
            [sys.executable, *words], cwd=throwaway.ROOT, env=self.environment, text=True,
            capture_output=True, check=False,
        )  # fmt: skip

    def manage(self, *words: str) -> str:
        done = self.run("manage.py", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        done = self.run("manage.py", *words)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def sql(self, text: str) -> list[tuple[object, ...]]:
        if self.url:
            with psycopg.connect(self.url) as there:
                cursor = there.execute(text)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.data / "huiyin.sqlite3")) as here, here:
            return here.execute(text).fetchall()

    def tables(self) -> list[str]:
        schema = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        lite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        return sorted(str(name) for (name,) in self.sql(schema if self.url else lite))

    def settle(self) -> None:
        """What a dead process has begun in the database is over."""
        others = """SELECT 1 FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid()"""
        while self.url and self.sql(others):
            time.sleep(0.05)

    def content(self) -> dict[str, tuple[int, str]]:
        """Of every table: how many rows, and one digest over all of them."""
        found = {}
        for table in self.tables():
            rows = sorted(repr(row) for row in self.sql(f'SELECT * FROM "{table}"'))  # noqa: S608
            found[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found

    def figures(self) -> list[list[tuple[object, ...]]]:
        """What the demo's year adds up to, in plain SQL."""
        asked = (
            "SELECT class, count(*), sum(minutes) FROM records_record WHERE state='kept' GROUP BY 1 ORDER BY 1",
            "SELECT kind, state, count(*) FROM loops_loop GROUP BY 1, 2 ORDER BY 1, 2",
            "SELECT count(DISTINCT person_id), count(*) FROM records_recordperson",
        )
        return [self.sql(question) for question in asked]

    def heads(self) -> list[str]:
        return (self.data / "journal-heads.log").read_text().splitlines()


@pytest.fixture(scope="module")
def seeded_copy(
    seeded_pg: tuple[Path, pg.Cluster], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The demo in a running PostgreSQL of this module's own."""
    data, stopped = seeded_pg
    with pg.lodging() as home:
        running = stopped.copy_to(home / "pg")
        running.start()
        yield Place(throwaway.copy_of(data, tmp_path_factory.mktemp("pg") / "data"), running.url)
        running.kill()


def fresh_database(url: str) -> str:
    """An empty one beside it."""
    name = f"place_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def origin(
    request: pytest.FixtureRequest, seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Place:
    """The demo with a sealed journal, on either engine."""
    place: Place
    if request.param == "postgresql":
        place = request.getfixturevalue("seeded_copy")
    else:
        place = Place(throwaway.copy_of(seeded, tmp_path_factory.mktemp("origin") / "data"))
    assert int(place.run("-c", SEAL).stdout) > 100
    return place


@pytest.fixture
def empty(origin: Place, tmp_path: Path) -> Callable[[], Place]:
    """A new empty place of the same kind, whose operator brought the keys along."""

    def fresh() -> Place:
        url = fresh_database(origin.url) if origin.url else ""
        carried = {
            "HUIYIN_FIELD_KEYS_FILE": str(origin.data / "keys"),
            "HUIYIN_BACKUP_KEY_FILE": str(origin.data / "backup-key"),
        }
        return Place(tmp_path / f"place-{secrets.token_hex(4)}", url, carried)

    return fresh


@pytest.fixture(scope="module")
def kept(origin: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup of it, made once."""
    folder = tmp_path_factory.mktemp("kept") / "backups"
    assert f"{len(origin.tables()) - 1} 张表" in origin.manage("backup", str(folder))
    return folder


@pytest.fixture
def out(kept: Path, tmp_path: Path) -> Path:
    """A folder of this test's own with that backup in it."""
    return Path(shutil.copytree(kept, tmp_path / "backups"))


def newest(out: Path) -> Path:
    return backups.listed(out)[-1]


def test_every_row_every_figure_and_every_head_is_there_again(
    origin: Place, empty: Callable[[], Place], out: Path, say: Say
) -> None:
    content, figures = origin.content(), origin.figures()
    place = empty()

    assert "恢复好了" in place.manage("restore", str(newest(out)))

    again = place.content()
    assert {name: n for name, (n, _) in again.items()} == {n: c for n, (c, _) in content.items()}
    assert again == content
    assert place.figures() == figures
    assert place.heads() == origin.heads() != []
    assert "日志完好" in place.manage("verify_journal")
    rows = sum(n for n, _ in content.values())
    say(
        f"restore drill, {origin.kind}: {len(content)} tables, {rows} rows, {len(place.heads())} heads the same"
    )


def test_a_place_with_anything_in_it_is_left_as_it_is(origin: Place, out: Path) -> None:
    content = origin.content()

    assert "恢复只进空的地方" in origin.refused("restore", str(newest(out)))
    assert origin.content() == content


def test_a_changed_byte_anywhere_is_refused_and_nothing_stands_there(
    origin: Place, empty: Callable[[], Place], out: Path, chance: random.Random
) -> None:
    file, place = newest(out), empty()
    whole = file.read_bytes()
    key = pyrage.x25519.Identity.from_str((origin.data / "backup-key").read_text().strip())
    for n in range(20):
        at = chance.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << n % 8)]) + whole[at + 1 :])
        with pytest.raises(Refused, match="改动过"):
            box.unpack(file, out / f"try{n}", key)
    assert "改动过" in place.refused("restore", str(file))
    assert place.tables() == []


def test_the_wrong_key_is_refused(origin: Place, empty: Callable[[], Place], out: Path) -> None:
    place = empty()
    del place.given["HUIYIN_BACKUP_KEY_FILE"]
    place.given["HUIYIN_BACKUP_KEY"] = str(pyrage.x25519.Identity.generate())

    assert "不是做备份时的那一把" in place.refused("restore", str(newest(out)))
    assert place.tables() == []


def test_whoever_was_erased_after_the_backup_stays_erased(
    origin: Place, empty: Callable[[], Place], out: Path
) -> None:
    """Her key is destroyed in SQL, as the rule does it; the older backup is restored with today's keys."""
    old = newest(out)
    known = "SELECT id FROM residents_person WHERE state='known' AND name<>'' ORDER BY id LIMIT 1"
    [(her,)] = origin.sql(known)
    one = f"person_id='{her}'"
    [(before, kept)] = origin.sql(f"SELECT wrapped, id FROM residents_subjectkey WHERE {one}")  # noqa: S608
    destroyed = "wrapped=NULL, destroyed_at='2026-01-01 00:00:00+00:00'"
    origin.sql(f"UPDATE residents_subjectkey SET {destroyed} WHERE {one}")  # noqa: S608
    origin.manage("backup", str(out))
    place = empty()

    place.manage("restore", str(old))

    erased = f"SELECT name, state FROM residents_person WHERE id='{her}'"  # noqa: S608
    assert place.sql(erased) == [("", "erased")]
    assert place.sql(f"SELECT wrapped FROM residents_subjectkey WHERE {one}") == [(None,)]  # noqa: S608
    assert place.content()["records_record"] == origin.content()["records_record"]
    back = f"wrapped='{before}', destroyed_at=NULL"  # the origin serves other tests
    origin.sql(f"UPDATE residents_subjectkey SET {back} WHERE id='{kept}'")  # noqa: S608


def killed_after(running: "subprocess.Popen[str]", seconds: float) -> None:
    """As a power cut: no process may say goodbye, nor may those it started."""
    time.sleep(seconds)
    for pid in [running.pid, *throwaway.descendants(running.pid)]:
        os.kill(pid, signal.SIGKILL)
    running.communicate(timeout=10)


def complete(file: Path, origin: Place, work: Path) -> bool:
    key = pyrage.x25519.Identity.from_str((origin.data / "backup-key").read_text().strip())
    try:
        box.unpack(file, work, key)
    except Refused:
        return False
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return True


def test_a_killed_backup_lists_nothing_unless_it_is_whole(
    origin: Place, out: Path, chance: random.Random, times: Times, say: Say
) -> None:
    kills = times(50)
    for n in range(kills):
        running = origin.start("-c", SLOWLY, str(out))
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        killed_after(running, chance.uniform(0, 1.4))
        assert [f for f in backups.listed(out) if not complete(f, origin, out / f"t{n}")] == []

    origin.manage("backup", str(out))

    assert list(out.glob(".*")) == list((out / "keys").glob(".*")) == []
    assert list(origin.data.glob("keeping-*")) == []
    early = len(backups.listed(out)) - 2
    say(f"backups on {origin.kind}: {kills} kills, {early} came too late, 0 half files listed")


def test_the_control_without_another_name_and_a_rename_half_a_file_is_listed(
    origin: Place, out: Path
) -> None:
    [whole] = backups.listed(out)
    running = origin.start("-c", SLOWLY, str(out), "--naked")
    deadline = time.monotonic() + 30
    while len(backups.listed(out)) < 2 and time.monotonic() < deadline:
        time.sleep(0.005)
    killed_after(running, 0.1)

    [half] = [file for file in backups.listed(out) if file != whole]
    assert not complete(half, origin, out / "t")


def test_a_killed_restore_leaves_an_empty_place_or_a_whole_one(
    origin: Place,
    empty: Callable[[], Place],
    out: Path,
    chance: random.Random,
    times: Times,
    say: Say,
) -> None:
    content, file = origin.content(), str(newest(out))
    begun = time.monotonic()
    empty().manage("restore", file)
    took = time.monotonic() - begun
    kills, whole = times(20), 0
    for _ in range(kills):
        place = empty()
        killed_after(place.start("manage.py", "restore", file), chance.uniform(took * 0.4, took))
        place.settle()
        if place.tables():
            whole += 1
        else:
            place.manage("restore", file)
        assert place.content() == content
    say(
        f"restores on {origin.kind}: {kills} kills, {whole} whole already, the others empty and restored again"
    )


def test_a_restore_that_dies_halfway_alone_leaves_an_empty_place(
    origin: Place, empty: Callable[[], Place], out: Path
) -> None:
    """What it started lives on and sees the end of its input: that must not count as the end of the work."""
    place, file = empty(), str(newest(out))

    assert place.run("-c", HALF, file).returncode == -signal.SIGKILL

    place.settle()
    assert place.tables() == []
    place.manage("restore", file)
    assert place.content() == origin.content()


def test_the_control_without_a_transaction_or_another_name_half_of_it_stands(
    empty: Callable[[], Place], out: Path
) -> None:
    place, file = empty(), str(newest(out))

    assert place.run("-c", HALF, file, "--naked").returncode == -signal.SIGKILL

    place.settle()
    assert place.refused("restore", file) != ""
