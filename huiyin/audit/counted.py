"""Which cells of the roll-ups a change may have altered: written by the door, in the same transaction (model.md 8)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID
from zlib import crc32

from django.db.models import Model

from huiyin.audit.models import LANES, Touch
from huiyin.core import clock


@dataclass(frozen=True)
class Counts:
    """On a model: rows of it are counted. Paths from the row to its holder's code, and to the days it counts on.

    Without a day the touch names the row itself, and whoever recounts finds the months.
    """

    unit: str
    days: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    unit: str
    table: str
    month: date | None
    row: UUID | None


_touched: ContextVar[set[Cell] | None] = ContextVar("touched", default=None)


def lane_of(unit: str) -> int:
    """Cells of one district are recounted one after the other, whoever recounts: its own sums and its count of
    persons are made from all of them."""
    return crc32(unit[:6].encode()) % LANES


@contextmanager
def collecting() -> Iterator[None]:
    """Around the outermost door: what is touched within becomes rows at its end, one for each cell."""
    if _touched.get() is not None:
        yield
        return
    token = _touched.set(set())
    try:
        yield
        _write()
    finally:
        _touched.reset(token)


def touch(*rows: Model | None) -> None:
    """These rows are, or were, counted as they stand now. The door calls it for the row acted on and the row
    answered; a rule calls it for others it changes."""
    touched = _touched.get()
    if touched is None:
        raise RuntimeError("rows are counted within a door")
    for row in rows:
        touched.update(cells(row))


def _write() -> None:
    Touch.objects.bulk_create(
        Touch(lane=lane_of(c.unit), unit=c.unit, table=c.table, month=c.month, row=c.row)
        for c in sorted(_touched.get() or (), key=str)
    )


def cells(row: Model | None) -> Iterable[Cell]:
    counts: Counts | None = getattr(row, "counts", None)
    if row is None or counts is None:
        return
    unit, table = attrgetter(counts.unit)(row), row._meta.db_table
    if not counts.days:
        yield Cell(unit, table, None, row.pk)
    for name in counts.days:
        if day := attrgetter(name)(row):
            yield Cell(unit, table, month_of(day), None)


def month_of(day: date) -> date:
    """The first of the month, in Beijing."""
    return (clock.local(day).date() if isinstance(day, datetime) else day).replace(day=1)
