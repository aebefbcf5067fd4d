"""The table that is published: which cells there are, who stands behind each, and how they add up (ADR 0014).

A cell is a node, a span and a part. Nodes: district, street, station, room, and what a station or a hub holds
itself. Spans: a month, or a year as far as a month. Parts: all, one community, one class. All measures with the
same people behind them share one table, so that no measure tells what another hides.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from huiyin.insight import measures
from huiyin.insight.figures import Period, month, month_after
from huiyin.insight.hiding import Line, small
from huiyin.insight.measures import SERVICE, Measure

WHOLE = (6, 9, 10)  # lengths of the codes that are also parted by community and class
ITSELF = "."  # after a code: its own rows alone, without those of the units below
SPLIT = {"in_time": "due"}  # a part and its whole are hidden together


class Cell(NamedTuple):
    node: str
    span: str  # 2025-03, or 2025-03+ for January to March
    part: str = ""

    def __str__(self) -> str:
        return f"{self.node}|{self.span}|{self.part}"


Persons = dict[Cell, int]


def source(measure: Measure) -> str:
    """Whose table a measure is hidden by."""
    code = measure.behind.code if measure.behind else ""
    return SPLIT.get(code, code)


def klass(measure: Measure) -> str:
    """The part a measure of one class is."""
    return "" if measure.only in ((), SERVICE) else f"k:{measure.only[0]}"


def span(period: Period) -> str:
    """How the table calls a period; "" where it has no such period."""
    if period == month(period.since):
        return f"{period.since:%Y-%m}"
    whole = period.whole and (period.since.month, period.since.year) == (1, period.until.year)
    return f"{period.until:%Y-%m}+" if whole else ""


def persons(code: str, district: str, until: date) -> Persons:
    """How many different people stand behind each cell of the year, up to the end of this day's month."""
    found = _sets(code, district, until)
    for inner, outer in SPLIT.items():
        if outer == code:  # a few of the part are as telling as a few of the whole
            few = {c: n for c, n in _sets(inner, district, until).items() if small(n)}
            found |= few
    return found


def _sets(code: str, district: str, until: date) -> Persons:
    behind = next(m.behind for m in measures.every() if m.behind and m.behind.code == code)
    year = Period(date(until.year, 1, 1), month(until).until)
    lines = behind.lines(district, year).order_by()
    sets: dict[Cell, set[object]] = defaultdict(set)
    columns = ("l_unit", "l_month", "l_community", "l_klass", "l_person")
    for unit, first, community, class_, person in lines.values_list(*columns).distinct():
        if person is None:
            continue
        for cell in _cells(unit, first, community, class_, year.until):
            sets[cell].add(person)
    return {cell: len(people) for cell, people in sets.items()}


def _cells(unit: str, first: date, community: str, class_: str, until: date) -> Iterable[Cell]:
    spans = [f"{first:%Y-%m}", *_so_far(first, until)]
    parts = ["", f"c:{community}", *([f"k:{class_}"] if class_ else [])]
    for node in {unit[:length] for length in WHOLE if length <= len(unit)}:
        yield from (Cell(node, one, part) for one in spans for part in parts)
    alone = unit if len(unit) > WHOLE[-1] else unit + ITSELF
    kept = parts if len(unit) == WHOLE[0] else [""]
    yield from (Cell(alone, one, part) for one in spans for part in kept)


def _so_far(first: date, until: date) -> list[str]:
    """The years so far in which a month lies; of January alone it is the month."""
    spans, at = [], max(first, date(first.year, 2, 1))
    while at <= until:
        spans.append(f"{at:%Y-%m}+")
        at = month_after(at)
    return spans


def lines(cells: Iterable[Cell]) -> list[Line]:
    """Every known way in which these cells add up: over units, over parts, over months."""
    sums: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    there = set(cells)
    for cell in sorted(there):
        node, when, part = cell
        if node[:6] != node:
            sums[Cell(_above(node), when, part), "unit"].append(cell)
        if part:
            sums[Cell(node, when), part[0]].append(cell)
        for later in _later(cell):
            sums[later, "month"].append(cell)
    # of a year that goes on, the months to come are no sums of anything yet
    return [Line(total, tuple(parts)) for (total, _), parts in sums.items() if total in there]


def _above(node: str) -> str:
    """A room and a station's own rows lie under the station, it under its street, that under the district."""
    if node.endswith(ITSELF):
        return node[:-1]
    return node[: {13: 10, 10: 9}.get(len(node), 6)]


def _later(cell: Cell) -> list[Cell]:
    """The years so far that a span makes: its own month's, or the next one's."""
    at = date.fromisoformat(f"{cell.span[:7]}-01")
    after = month_after(at)
    ahead = cell._replace(span=f"{after:%Y-%m}+")
    own = cell._replace(span=f"{at:%Y-%m}+")
    grows = cell.span.endswith("+") or at.month == 1
    found = [ahead] if grows and after.month > 1 else []
    return [*found, *([own] if not cell.span.endswith("+") else [])] if at.month > 1 else found
