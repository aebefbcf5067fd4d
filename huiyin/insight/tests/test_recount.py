"""Roll-ups are what a recount says, whatever was written meanwhile, by however many at once (model.md 8)."""

import random
import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import connection

from huiyin.audit.models import Touch
from huiyin.core.errors import Refused, Unseen
from huiyin.demo.builders.access import actor_for, make_post, make_user
from huiyin.demo.builders.loops import door, make_loop
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.insight import recount, whole
from huiyin.insight.models import Lane
from huiyin.insight.tests.conftest import at
from huiyin.loops import rules as loops
from huiyin.records import rules as records
from huiyin.records.models import Record, State
from huiyin.residents import rules as residents
from huiyin.residents.models import Person
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ACTS = 8, 12


def write(station, worker, people, dice):
    """One random act of a worker, through the rules."""
    moment = at(dice.randint(1, 6), dice.randint(1, 28))
    mine = list(Record.objects.filter(unit=station, state=State.KEPT))
    act = dice.choice(("write", "write", "correct", "void", "merge", "part", "clock"))
    if act == "write":
        whom = dice.sample(people, dice.randint(0, 2))
        make_record(
            worker, *whom, at=moment, minutes=dice.randint(5, 90),
            heads=dice.randint(0, 3) if whom else 5, klass=dice.choice(("professional", "admin")),
        )  # fmt: skip
    elif act == "clock":
        loop = make_loop(worker, station, kind="referral", person=dice.choice(people))
        loops.set_clock(loop, by=door(station), code="answer", due_at=moment)
    elif act in {"correct", "void"} and mine:
        row, by = dice.choice(mine), actor_for(worker)
        if act == "void":
            records.void(row, by=by, why="记错了")
        else:
            records.correct(row, by=by, version=row.version, note="", minutes=7, klass="emergency")
    elif act == "merge":
        loser, winner = dice.sample(people, 2)
        residents.merge(loser, by=actor_for(worker), winner=winner)
    elif act == "part":
        residents.unmerge(dice.choice(people), by=actor_for(worker))


def busy(seed, station, worker, people):
    def run():
        dice, done = random.Random(seed), 0  # noqa: S311 -- the same acts each time
        for _ in range(ACTS):
            try:
                write(station, worker, people, dice)
                done += 1
            except (Refused, Unseen, Person.DoesNotExist):
                pass  # what the rules forbid just now is not done
        return done

    return run


def team(station):
    """Leads, since they may also correct what others wrote."""
    users = [make_user(f"{station.pk}{n}", f"站长{n}") for n in range(WRITERS // 2)]
    for user in users:
        make_post(user, "lead", unit=station)
    return users


@pytest.mark.race
@pytest.mark.parametrize("seed", [1, 2])
def test_after_eight_writers_no_cell_is_wrong(station, sister, seed):
    places = [station, sister]
    people = {p.pk: [make_person(f"居民{n}", p) for n in range(4)] for p in places}
    crews = {p.pk: team(p) for p in places}
    whole.everything()
    stop = threading.Event()

    def sweeping():
        while not stop.is_set():
            recount.sweep()
        connection.close()

    writers = [
        busy(seed * 100 + n, p, crews[p.pk][n % 4], people[p.pk])
        for n, p in enumerate(places * (WRITERS // 2))
    ]
    counting = threading.Thread(target=sweeping)
    counting.start()
    done = at_once(*writers)
    stop.set()
    counting.join(60)
    recount.sweep()

    assert all(isinstance(n, int) and n > 0 for n in done), done
    assert whole.wrong() == []
    assert Touch.objects.count() == 0


# ---- the lane's lock, and what happens without it


def older_overtaken(monkeypatch, worker, person):
    """A recount reads; a deed is voided and counted by a second recount; then the first one writes."""
    record = make_record(worker, person, at=at(5, 5), minutes=60)
    counted, go_on = threading.Event(), threading.Event()
    write_cells, first = recount.write, threading.local()

    def slow(group, found):
        if getattr(first, "slow", False):
            counted.set()
            go_on.wait(10)
        write_cells(group, found)

    monkeypatch.setattr(recount, "write", slow)

    def slow_recount():
        first.slow = True
        recount.sweep()
        connection.close()

    def meanwhile():
        counted.wait(10)
        timer = threading.Timer(1.0, go_on.set)  # whoever holds the lane is let go on in any case
        timer.start()
        records.void(record, by=actor_for(worker), why="记错了")
        recount.sweep()
        go_on.set()
        connection.close()

    threads = [threading.Thread(target=run) for run in (slow_recount, meanwhile)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.mark.race
def test_an_older_count_never_overwrites_a_newer_one(monkeypatch, lin, station):
    whole.everything()
    older_overtaken(monkeypatch, lin, make_person("向素芬", station))

    recount.sweep()
    assert whole.wrong() == []


@pytest.mark.race
def test_without_the_lanes_lock_it_does(monkeypatch, lin, station):
    """The control: the row's lock on PostgreSQL, the one writer's transaction on SQLite, taken away."""
    whole.everything()
    monkeypatch.setattr(recount, "hold", lambda n: Lane.objects.get(n=n))
    monkeypatch.setattr(recount, "transaction", SimpleNamespace(atomic=nullcontext))
    older_overtaken(monkeypatch, lin, make_person("向素芬", station))
    monkeypatch.undo()

    recount.sweep()
    assert len(whole.wrong()) > 0
