"""The disk has no room left. (trust.md R4)

What does not fit is refused in Chinese and leaves nothing half done; what is there can be read; once there is
room again the same deed goes in under the same id, without anybody starting anything.
"""

import contextlib
import os
import uuid
from pathlib import Path

import pytest

from tests.faults.bare import Bare
from tests.faults.disks import run, small
from tests.faults.stored import Stored
from tests.faults.writers import Line
from tools import pg, throwaway
from tools.visitor import Visitor

pytestmark = pytest.mark.fault
READ = ("/today", "/records/today", "/messages", "/find", "/lookup", "/healthz")
FULL = 507


class Ballast:
    """A file that takes what room there is, but for some of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ballast"

    def fill(self, but: int = 0) -> None:
        with self.path.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            for piece in (1 << 20, 1 << 12):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"\0" * piece)
        os.truncate(self.path, max(0, self.path.stat().st_size - but))

    def drop(self) -> None:
        self.path.unlink()


def refused(line, tries=400):
    """The answers of writing on until something is not taken: how many were, and the act and answer of that one."""
    for taken in range(tries):
        act = str(uuid.uuid4())
        status, headers, words = line.write(act)
        if status != 302:
            return taken, act, (status, headers, words)
    raise AssertionError(f"{tries} deeds went into a disk that is full")


def unkind(status, headers, words):
    wrong = [] if status == FULL else [f"status {status}"]
    if "那边的磁盘满了" not in words:
        wrong.append("no word of it")
    if any(inside in words for inside in ("Traceback", "Error", "sqlite", "psycopg")):
        wrong.append("speaks of its inside")
    return wrong


@pytest.fixture
def cramped(seeded, tmp_path):
    """回音 with its SQLite in a folder of 48 MB, and the ballast in the same folder."""
    with small(tmp_path / "plate", 48) as folder:
        data = throwaway.copy_of(seeded, folder / "data")
        server = Bare(data, log=tmp_path / "server.log")
        try:
            yield server, Ballast(folder)
        finally:
            server.kill()


def fill_and_empty(server, ballast, stored, rounds, chance):
    """Deeds until one is refused, a look around, room again, the same deed once more; how many there are now."""
    server.start()
    line, written = Line(Visitor(server.url, "worker")), 0
    for _ in range(rounds):
        ballast.fill(but=chance.randrange(0, 150_000))
        taken, act, answer = refused(line)
        assert unkind(*answer) == []
        assert {page: line.ask("GET", page)[0] for page in READ} == dict.fromkeys(READ, 200)
        assert stored.deeds == written + taken
        ballast.drop()
        assert line.write(act)[0] == 302
        written += taken + 1
        assert stored.deeds == written
        assert uuid.UUID(act) in stored.acts
    assert stored.whole()
    return written


def test_on_sqlite_it_says_so_reads_go_on_and_it_heals(cramped, times, chance, say):
    server, ballast = cramped
    rounds = times(30)
    where = server.data / "huiyin.sqlite3"
    written = fill_and_empty(server, ballast, Stored(where), rounds, chance)

    say(f"disk full, SQLite: {rounds} times, {written} deeds, 0 halves, reads 200")


def test_the_control_without_the_page_for_it_the_look_above_minds(cramped):
    server, ballast = cramped
    server.start(HUIYIN_BROKEN="unmended")
    line = Line(Visitor(server.url, "worker"))
    ballast.fill()

    *_, answer = refused(line)

    assert unkind(*answer) == ["status 500", "no word of it"]


@pytest.fixture
def cramped_pg(seeded_pg, tmp_path):
    """Rows on a small disk, the log (WAL) elsewhere: with no room for its log PostgreSQL stops altogether."""
    data, seeded = seeded_pg
    with pg.lodging() as home, small(home / "plate", 512) as folder:
        pg.give(folder)
        cluster = seeded.copy_to(folder / "pg", **pg.CAREFUL)
        run("mv", folder / "pg/data/pg_wal", home / "pg_wal")
        (folder / "pg/data/pg_wal").symlink_to(home / "pg_wal")
        server = Bare(throwaway.copy_of(data, tmp_path / "data"), cluster.url)
        try:
            cluster.start()
            yield server, Ballast(folder)
        finally:
            server.kill()
            cluster.kill()


def test_on_postgresql_it_says_so_reads_go_on_and_it_heals(cramped_pg, times, chance, say):
    server, ballast = cramped_pg
    rounds = times(10)
    written = fill_and_empty(server, ballast, Stored(server.database), rounds, chance)

    say(f"disk full, PostgreSQL: {rounds} times, {written} deeds, 0 halves, reads 200")
