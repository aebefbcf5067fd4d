"""The whole network: districts side by side on PostgreSQL, one after the other on SQLite, which has one writer."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context

from django.core.management import call_command, get_commands
from django.db import connection, connections

from huiyin.access.models import Unit
from huiyin.audit import ink
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.demo.simulate import plan
from huiyin.demo.simulate.district import District, Made
from huiyin.demo.simulate.span import Span
from huiyin.places import loading

VERB = "network.simulate"


class Taken(Exception):
    """A district that is to be filled holds something already."""


@dataclass(frozen=True)
class Wish:
    stations: int
    people: int
    seed: int
    span: Span
    password: str
    processes: int


@dataclass(frozen=True)
class Outcome:
    digest: str
    counts: Counter[str]
    seconds: float


def run(wish: Wish, say: Callable[[str], object]) -> Outcome:
    begun = time.monotonic()
    loading.areas()
    plans = plan.drawn(wish.stations, wish.people, wish.seed)
    _must_be_free(plans)
    counts: Counter[str] = Counter()
    digests, people, all_people = {}, 0, sum(one.people for one in plans)
    for n, (one, made) in enumerate(_made(plans, wish), 1):
        digests[made.district] = made.digest
        counts.update(made.counts)
        people += one.people
        say(
            f"{n}/{len(plans)} 个区，居民 {people:,}/{all_people:,}，{time.monotonic() - begun:.0f} 秒"
        )
    digest = sha256("".join(digests[key] for key in sorted(digests)).encode()).hexdigest()
    _journal(digest, sum(counts.values()))
    _settle(say)
    return Outcome(digest, counts, time.monotonic() - begun)


def _must_be_free(plans: Iterable[plan.Plan]) -> None:
    """Drawn districts are filled once: a second load of the same seed would write the same rows again."""
    there = Unit.objects.filter(code__in=[one.district for one in plans]).order_by("code")
    if first := there.first():
        raise Taken(first.name)


def _made(plans: list[plan.Plan], wish: Wish) -> Iterator[tuple[plan.Plan, Made]]:
    """The largest districts first, so that no process is left alone with one of them at the end."""
    order = sorted(plans, key=lambda one: -one.people)
    if wish.processes == 1:
        yield from ((one, _make((one, wish))) for one in order)
        return
    connections.close_all()  # what a fork inherits of a connection, both sides would write to
    with ProcessPoolExecutor(wish.processes, get_context("fork")) as pool:
        jobs = ((one, wish) for one in order)
        yield from zip(order, pool.map(_make, jobs), strict=True)


def _make(job: tuple[plan.Plan, Wish]) -> Made:
    one, wish = job
    return District(one, wish.span, wish.password).make()


def _journal(digest: str, rows: int) -> None:
    """One line for the load, as for any bulk: how many rows, and the digest over them."""
    entry = ink.entry(VERB, Actor.system("装入模拟网络"), uuid7(), digest)
    ink.describe(entry, None, {})
    entry.n, entry.changes = rows, {"of": digest}
    entry.digest = ink.digest(entry)
    entry.save(force_insert=True)


def _settle(say: Callable[[str], object]) -> None:
    """The planner learns what is there; the roll-ups are counted, since no door has touched them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "recount" in get_commands():
        say("汇总重数 …")
        call_command("recount", "--all", verbosity=0)
