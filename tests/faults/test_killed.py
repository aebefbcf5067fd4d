"""A station's computer loses its power; it is switched on again."""

import sqlite3

import pytest

from tools.throwaway import Server, answers

pytestmark = pytest.mark.fault


def test_a_killed_server_starts_again_on_the_same_data(server: Server) -> None:
    server.kill()
    assert not answers(f"{server.url}/healthz", patience=0.5)

    server.start()

    assert answers(f"{server.url}/sign-in", patience=10)


def test_the_database_is_whole_after_a_kill(server: Server) -> None:
    server.kill()

    with sqlite3.connect(server.data / "huiyin.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_when_the_job_worker_dies_the_whole_stops_and_says_so(server: Server) -> None:
    """Half a house must not look like a whole one: whoever supervises `make run` sees it end."""
    server.kill_worker()

    assert server.process.wait(20) == 1
