"""Raw cells, for the cube that is published: numbers, and how many persons stand behind each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from huiyin.insight import measures
from huiyin.insight.figures import Cell, Period, month
from huiyin.insight.measures import Measure
from huiyin.insight.queries.asking import COLUMNS
from huiyin.insight.queries.counting import DISTRICT, Counts, Question
from huiyin.insight.queries.freshness import Behind, behind, counted

Keyed = dict[tuple[str, Period, str], int]


def tally(
    measure_id: str, nodes: Sequence[str], periods: Sequence[Period], by: str = ""
) -> list[Cell]:
    """Every cell of these nodes and periods of whole months; also parted by community or class.

    Nodes are codes of districts, streets, stations and rooms (a room's code means the room alone, a station's
    the station with its rooms). Cells of nothing are left out. There is no actor: whoever calls decides who
    sees. The cost is that of a few questions for each district and length of code, not for each cell.
    """
    measure = measures.of(measure_id)
    values: Keyed = {}
    of: Keyed = {}
    persons: Keyed = {}
    for group in _alike(nodes):
        for span in _spans(periods):
            known = behind(group[0][:DISTRICT], span)
            values |= _cells(measure, group, span, periods, by, known)
            persons |= _cells(measure, group, span, periods, by, known, behind_it=True)
            if measure.of:
                of |= _cells(measures.of(measure.of), group, span, periods, by, known)
    keys = sorted({*values, *of})
    wholes = {key: of.get(key, 0) if measure.of else None for key in keys}
    return [Cell(*key, values.get(key, 0), persons.get(key, 0), wholes[key]) for key in keys]


def _alike(nodes: Sequence[str]) -> Iterable[list[str]]:
    """Nodes of one district and one length of code are one question."""
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for node in nodes:
        groups[node[:DISTRICT], len(node)].append(node)
    return groups.values()


def _spans(periods: Sequence[Period]) -> list[Period]:
    """Single months are asked for together, from the first to the last; each longer period by itself."""
    months = [period for period in periods if period == month(period.since)]
    longer = [period for period in periods if period != month(period.since)]
    together = (
        Period(min(m.since for m in months), max(m.until for m in months)) if months else None
    )
    return [*longer, *([together] if together else [])]


def _cells(
    measure: Measure, nodes: list[str], span: Period, periods: Sequence[Period], by: str, known: Behind,
    *, behind_it: bool = False,
) -> Keyed:  # fmt: skip
    monthly = span not in periods or span == month(span.since)
    columns = ("l_child", *(["l_month"] if monthly else []), *([COLUMNS[by]] if by else []))
    ask = Question.behind if behind_it else Question.of
    q = ask(
        measure, nodes[0] if len(nodes) == 1 else nodes[0][:DISTRICT], span, columns=columns, level=len(nodes[0])
    )  # fmt: skip
    return _keyed(counted(q, known), q, set(nodes), span, periods)


def _keyed(
    found: Counts, q: Question, nodes: set[str], span: Period, periods: Sequence[Period]
) -> Keyed:
    cells: Keyed = {}
    for key, n in found.items():
        line: dict[str, Any] = dict(zip(q.columns, key, strict=True))
        period = month(line["l_month"]) if "l_month" in line else span
        part = next((str(line[c]) for c in ("l_community", "l_klass") if c in line), "")
        if n and line["l_child"] in nodes and period in periods:
            cells[line["l_child"], period, part] = n
    return cells
