"""The server is shot while people write: before the commit, after it, in the middle of an answer, at any moment.

Whoever got no answer sends the same deed again under the same id. In the end every deed that was begun is there
once, and every one that was answered is among them. (trust.md R1)
"""

import random
import time
from collections import Counter
from itertools import cycle, islice

import pytest

from tests.faults.bare import Bare
from tests.faults.stored import Stored
from tests.faults.writers import Writers

pytestmark = pytest.mark.fault
MOMENTS = ("before_commit", "after_commit", "mid_answer", "any_moment")
WRITERS = 4


def shoot(server: Bare, how: str, chance: random.Random) -> None:
    """Starts it, lets people write, and has it shot at that moment, at one of the next writes."""
    if how == "any_moment":
        server.start()
        time.sleep(chance.uniform(0.05, 1.0))
    else:
        server.start(HUIYIN_BROKEN=f"{how}:{chance.randint(1, 8)}")
        assert server.shot(patience=30), f"nothing was shot {how}"
    server.kill()


def survive(server: Bare, stored: Stored, kills: int, chance: random.Random) -> Counter[str]:
    """Kills while four write; then what was begun, answered and stored are held against each other."""
    server.start()
    writers = Writers(server.url, WRITERS)
    server.kill()
    writers.start()
    done = Counter(islice(cycle(MOMENTS), kills))
    for how in islice(cycle(MOMENTS), kills):
        shoot(server, how, chance)
    server.start()
    writers.finish()

    answered, kept = writers.answered, stored.acts
    assert len(answered) == writers.begun > kills
    assert set(answered) - set(kept) == set(), "answered and lost"
    assert stored.deeds == len(answered), "stored twice, or stored and never answered"
    assert [error[1:] for error in writers.errors if error[1] != 503] == []
    assert stored.whole()
    done["deeds"] = len(answered)
    return done


def test_nothing_that_was_answered_is_lost_or_doubled_on_sqlite(bare, times, chance, say):
    done = survive(bare, Stored(bare.data / "huiyin.sqlite3"), times(100), chance)

    say(f"kills, SQLite: {dict(done)}, 0 lost, 0 doubled")


def test_nothing_that_was_answered_is_lost_or_doubled_on_postgresql(bare_pg, times, chance, say):
    done = survive(bare_pg, Stored(bare_pg.database), times(100), chance)

    say(f"kills, PostgreSQL: {dict(done)}, 0 lost, 0 doubled")


def test_the_control_a_new_id_for_each_try_doubles_deeds(bare):
    stored = Stored(bare.data / "huiyin.sqlite3")
    bare.start()
    writers = Writers(bare.url, WRITERS, keeps=False)
    bare.kill()
    writers.start()
    bare.start(HUIYIN_BROKEN="after_commit:3")
    assert bare.shot(patience=30)
    bare.kill()
    bare.start()
    writers.finish()

    assert stored.deeds > writers.begun


def test_the_control_an_answer_before_the_commit_loses_deeds(bare):
    stored = Stored(bare.data / "huiyin.sqlite3")
    bare.start()
    writers = Writers(bare.url, WRITERS)
    bare.kill()
    writers.start()
    bare.start(HUIYIN_BROKEN="answer_first:3")
    assert bare.shot(patience=30)
    bare.kill()
    bare.start()
    writers.finish()

    assert set(writers.answered) - set(stored.acts) != set()
