"""Recounting the touched cells of a lane, under its lock (model.md 8, ADR 0017).

A touch is visible exactly when its cause is. So whoever takes the touches away first and counts afterwards
misses nothing, however late a transaction commits; and of two recounts of one lane the second begins when the
first has ended, so that an older count never overwrites a newer one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from huiyin.audit.counted import lane_of, month_of
from huiyin.audit.models import Touch
from huiyin.core import clock
from huiyin.insight import measures, settling
from huiyin.insight.figures import month as span_of
from huiyin.insight.models import Lane
from huiyin.insight.settling import People, Sums
from huiyin.insight.sources import CLOCKS, LOOPS, RECORDS, Source
from huiyin.loops.models import Loop, Milestone
from huiyin.records.models import RecordPerson
from huiyin.residents.models import Merge

AT_ONCE = 1000  # touches of one recount: the lock is held for a moment, not for a backlog
DISTRICT = 6
Touched = tuple[str, str, date]  # table, holder, month


@dataclass(frozen=True)
class Group:
    """Touched cells of one district and month: its holders, and which tables were touched."""

    district: str
    month: date
    units: tuple[str, ...]
    tables: frozenset[str]

    @property
    def measures(self) -> list[measures.Measure]:
        return [
            m for m in measures.every() if any(s.table in self.tables for s in m.sources)
        ]  # fmt: skip

    @property
    def sources(self) -> list[Source]:
        return [source for source in present() if source.table in self.tables]


@dataclass(frozen=True)
class Counted:
    sums: Sums
    people: People


def present() -> list[Source]:
    """The sources whose persons are kept: those behind any measure."""
    found = {m.behind.code: m.behind for m in measures.every() if m.behind}
    return [found[code] for code in sorted(found)]


def sweep() -> int:
    """Every lane that is behind; answers how many cells were counted. Where nobody touched anything it asks two
    questions and writes nothing."""
    lanes = set(Touch.objects.order_by().values_list("lane", flat=True).distinct())
    since = Lane.objects.aggregate(since=Min("ripe_at"))["since"]
    lanes |= {lane_of(stone.unit_id) for stone in (ripe(since) if since else ())}
    return sum(lane(n) for n in sorted(lanes))


def lane(n: int) -> int:
    """Take the touches away, count their cells, write them; again until none is left."""
    done = 0
    while True:
        with transaction.atomic():
            cells = take(hold(n))
            for group in groups(cells):
                write(group, count(group))
        done += len(cells)
        if not cells:
            return done


def hold(n: int) -> Lane:
    """The lane's row, locked to the end of the transaction: SQLite by its one writer, PostgreSQL by the row."""
    Lane.objects.get_or_create(n=n)
    return Lane.objects.select_for_update().get(n=n)


def take(held: Lane) -> set[Touched]:
    """The cells that are behind. A backlog is taken in pieces; the touches go before anything is counted."""
    touches = list(Touch.objects.filter(lane=held.n).order_by("id")[:AT_ONCE])
    Touch.objects.filter(pk__in=[touch.pk for touch in touches]).delete()
    cells = {(t.table, t.unit, t.month) for t in touches if t.month}
    for merged in {t.row for t in touches if t.row}:
        cells.update(_cells_of(merged))
    now = clock.now()
    due = [stone for stone in ripe(held.ripe_at) if lane_of(stone.unit_id) == held.n]
    if due:
        Lane.objects.filter(pk=held.pk).update(ripe_at=now)
    return cells | {(CLOCKS, stone.unit_id, month_of(stone.due_at)) for stone in due}


def ripe(since: datetime) -> list[Milestone]:
    """Answers that have fallen due since then, and are still owed: no change of a row says so, only time."""
    waiting = Milestone.objects.unmet().filter(code="answer", due_at__gt=since)
    return list(waiting.filter(due_at__lte=clock.now()))


def _cells_of(loser: UUID) -> Iterator[Touched]:
    """A merge, or its undoing: every cell in which a line names this file, or one folded into it."""
    files = _files(loser)
    served = RecordPerson.objects.filter(person__in=files).values_list("record__unit", "record__on")
    for unit, on in served.distinct():
        yield RECORDS, unit, month_of(on)
    for loop in Loop.objects.filter(person__in=files, kind__in=("case", "referral")):
        for at in filter(None, (loop.opened_at, loop.closed_at)):
            yield LOOPS, loop.unit_id, month_of(at)
    stones = Milestone.objects.filter(loop__person__in=files).values_list("unit", "due_at")
    for unit, due_at in stones:
        yield CLOCKS, unit, month_of(due_at)


def _files(loser: UUID) -> list[UUID]:
    found, layer = [loser], [loser]
    while layer:
        layer = list(Merge.objects.filter(winner__in=layer).values_list("pk", flat=True))
        found += layer
    return found


def groups(cells: Iterable[Touched]) -> list[Group]:
    found: dict[tuple[str, date], list[Touched]] = defaultdict(list)
    for cell in cells:
        found[cell[1][:DISTRICT], cell[2]].append(cell)
    return [
        Group(district, month, tuple(sorted({c[1] for c in those})), frozenset(c[0] for c in those))
        for (district, month), those in sorted(found.items())
    ]


def count(group: Group) -> Counted:
    """From the lines: what the group's cells should hold."""
    where = (group.district, span_of(group.month), group.units)
    found = {one for source in group.sources for one in settling.people(source, *where)}
    return Counted(settling.sums_of(group.measures, *where), found)


def write(group: Group, counted: Counted) -> None:
    """What differs from it, and what follows: the district's own row, and its number of persons."""
    ids, codes = [m.id for m in group.measures], [source.code for source in group.sources]
    settling.settle_sums(counted.sums, ids, group.month, group.units)
    settling.settle_people(counted.people, codes, group.month, group.units)
    settling.settle_whole(ids, group.month, group.district)
    settling.settle_distinct(codes, group.month, group.district)
