"""Ten phones, or one that trembles, send the same deed at the same moment. (trust.md R6)

One row, and all ten are answered alike. The same id with another body is refused in a sentence.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.faults.stored import Stored
from tests.faults.writers import Line
from tools.visitor import Visitor

pytestmark = pytest.mark.fault
AT_ONCE = 10


def ten_times(line, act):
    """What each of ten was answered: status and where it was led."""

    def one(_):
        status, headers, _words = line.write(act)
        return status, headers.get("Location")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def hammer(server, stored, rounds):
    server.start()
    line = Line(Visitor(server.url, "worker"))
    for n in range(1, rounds + 1):
        act = str(uuid.uuid4())
        answers = ten_times(line, act)
        assert len(set(answers)) == 1, answers
        assert answers[0][0] == 302
        assert stored.deeds == n
        status, _, words = line.write(act, length="60")
        assert (status, stored.deeds) == (409, n)
        assert "这个编号已经用来记了另一件事" in words
        assert ten_times(line, act) == answers


def test_ten_at_once_write_one_row_on_sqlite(bare, times, say):
    hammer(bare, Stored(bare.data / "huiyin.sqlite3"), times(50))

    say(f"same id, SQLite: {times(50)} × {AT_ONCE} at once, 1 row each, all answered alike")


def test_ten_at_once_write_one_row_on_postgresql(bare_pg, times, say):
    hammer(bare_pg, Stored(bare_pg.database), times(50))

    say(f"same id, PostgreSQL: {times(50)} × {AT_ONCE} at once, 1 row each, all answered alike")


def test_the_control_without_the_journals_memory_there_are_ten(bare_pg, cluster):
    stored = Stored(bare_pg.database)
    with psycopg.connect(cluster.url) as sql:
        sql.execute("ALTER TABLE audit_entry DROP CONSTRAINT act_once")
    bare_pg.start(HUIYIN_BROKEN="forgetful")
    line = Line(Visitor(bare_pg.url, "worker"))

    answers = ten_times(line, str(uuid.uuid4()))

    assert len(set(answers)) == AT_ONCE
    assert stored.deeds == AT_ONCE
