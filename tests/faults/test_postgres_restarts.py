"""PostgreSQL dies under load and is started again; 回音 is not. (trust.md R2)

While it is away every page says so in Chinese and when to come again; ten seconds after it is back people
write as before, and nothing that was answered is missing.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.stored import Stored
from tests.faults.writers import BROKEN_LINE, Line, Writers
from tools.visitor import Visitor

pytestmark = pytest.mark.fault
PAGES = ("/today", "/messages", "/records/new", "/find", "/lookup", "/healthz")
HEALED = 10.0


def unkind(status, headers, words):
    """What is wrong with the answer of a house whose database is away; empty when nothing is."""
    wrong = []
    if status != 503:
        wrong.append(f"status {status}")
    if not (headers.get("Retry-After") or "").isdigit():
        wrong.append("no Retry-After")
    if "正在恢复" not in words or "数据库暂时连不上" not in words:
        wrong.append("no word of it")
    if "Traceback" in words or "psycopg" in words or "Error" in words:
        wrong.append("speaks of its inside")
    return wrong


def answers_to_all(line):
    return {page: unkind(*line.ask("GET", page)) for page in PAGES}


def test_it_says_so_heals_by_itself_and_loses_nothing(bare_pg, cluster, times, chance, say):
    stored = Stored(bare_pg.database)
    bare_pg.start()
    line = Line(Visitor(bare_pg.url, "worker"))
    writers = Writers(bare_pg.url).start()
    healed = []
    for _ in range(times(10)):
        writers.wait_for(len(writers.answered) + chance.randint(1, 10))
        cluster.kill()
        assert answers_to_all(line) == {page: [] for page in PAGES}
        time.sleep(chance.uniform(0, 1))
        cluster.start()
        back, written = time.monotonic(), len(writers.answered)
        writers.wait_for(written + 1)
        healed.append(time.monotonic() - back)
        assert [line.ask("GET", page)[0] for page in PAGES] == [200] * len(PAGES)
    writers.finish()

    answered = writers.answered
    assert max(healed) <= HEALED, healed
    assert [found for _, *said in writers.errors if (found := unkind(*said))] == []
    assert set(answered) - set(stored.acts) == set(), "answered and lost"
    assert stored.deeds == len(answered) == writers.begun
    assert bare_pg.process.poll() is None
    say(
        f"PostgreSQL killed {len(healed)} times under load: {len(answered)} deeds, 0 lost, "
        f"{len(writers.errors)} answers 503, healed in {max(healed):.1f} s at most"
    )


def test_the_control_without_the_503_page_the_look_above_minds(bare_pg, cluster):
    bare_pg.start(HUIYIN_BROKEN="unmended")
    line = Line(Visitor(bare_pg.url, "worker"))

    cluster.kill()

    assert {page: found[0] for page, found in answers_to_all(line).items()} == dict.fromkeys(
        PAGES, "status 500"
    )


def many(line, number=24):
    """Statuses of so many pages asked at once, so that every thread of the server is used."""

    def one(_):
        try:
            return line.ask("GET", "/today")[0]
        except BROKEN_LINE as error:
            return repr(error)

    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(one, range(number)))


def test_a_restart_at_night_costs_nobody_a_page_in_the_morning(bare_pg, cluster):
    bare_pg.start()
    line = Line(Visitor(bare_pg.url, "worker"))
    assert many(line) == {200}

    cluster.kill()
    cluster.start()

    assert many(line) == {200}


def test_the_control_without_a_look_at_the_line_it_costs_some(bare_pg, cluster):
    bare_pg.start(HUIYIN_HEALTH_CHECKS="0")
    line = Line(Visitor(bare_pg.url, "worker"))
    assert many(line) == {200}

    cluster.kill()
    cluster.start()

    assert 503 in many(line)
