"""Which cells of a published table stay hidden: the small ones, and as many more as it takes that none of them
follows from the others (model.md 4, "Outside eyes on figures"; trust.md B4; ADR 0014).

Pure: cells are any keys, `persons` how many people stand behind each, and a relation says that one cell is the sum
of others. Everything is decided on persons, never on the value shown.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

FEW = 5  # fewer people than this are not shown; nobody at all is
K = TypeVar("K", bound=Hashable)
Row = dict[int, Fraction]


@dataclass(frozen=True)
class Relation(Generic[K]):
    """`whole` is the sum of `parts`: who sees all but one of them knows that one."""

    whole: K
    parts: tuple[K, ...]

    @property
    def cells(self) -> tuple[K, ...]:
        return (self.whole, *self.parts)


def hidden(
    persons: Mapping[K, int], relations: Sequence[Relation[K]], before: Iterable[K] = ()
) -> frozenset[K]:
    """The cells not to show. What was hidden once stays hidden: two tables of two days must not be subtracted."""
    hide = {cell for cell, n in persons.items() if 0 < n < FEW} | set(before)
    while more := _bare(persons, relations, hide) or _solved(persons, relations, hide):
        hide |= more
    return frozenset(hide)


def _bare(persons: Mapping[K, int], relations: Sequence[Relation[K]], hide: set[K]) -> set[K]:
    """One more cell for the first relation whose hidden cells are one, or together too few."""
    for relation in relations:
        concealed = sum(cell in hide for cell in relation.cells)
        bare = concealed == 1 or (concealed and _too_few(persons, relation, hide))
        if bare and (cover := _cover(persons, relation, hide)) is not None:
            return {cover}
    return set()


def _too_few(persons: Mapping[K, int], relation: Relation[K], hide: set[K]) -> bool:
    """The total is shown, and so is how little the hidden parts add up to."""
    parts = [cell for cell in relation.parts if cell in hide]
    return relation.whole not in hide and sum(persons.get(cell, 0) for cell in parts) < FEW


def _cover(persons: Mapping[K, int], relation: Relation[K], hide: set[K]) -> K | None:
    """The smallest part that is not empty; the total only when no part is left."""
    parts = [cell for cell in relation.parts if cell not in hide and persons.get(cell, 0)]
    if parts:
        return min(parts, key=lambda cell: (persons[cell], str(cell)))
    return relation.whole if relation.whole not in hide else None


def _solved(persons: Mapping[K, int], relations: Sequence[Relation[K]], hide: set[K]) -> set[K]:
    """A cover for each hidden cell that the whole system of relations gives away."""
    known = determined(relations, hide)
    return {
        cover
        for relation in relations
        if known & set(relation.cells)
        if (cover := _cover(persons, relation, hide)) is not None
    }


def determined(relations: Sequence[Relation[K]], hide: set[K] | frozenset[K]) -> set[K]:
    """Hidden cells that follow exactly from what is shown, by solving all relations at once."""
    cells = sorted({c for r in relations for c in r.cells if c in hide}, key=str)
    column = {cell: n for n, cell in enumerate(cells)}
    rows = [_row(relation, column) for relation in relations]
    return {cells[next(iter(row))] for row in _reduced(rows) if len(row) == 1}


def _row(relation: Relation[K], column: Mapping[K, int]) -> Row:
    row: Row = {}
    for sign, cell in [(1, relation.whole), *((-1, part) for part in relation.parts)]:
        if cell in column:
            row[column[cell]] = row.get(column[cell], Fraction(0)) + sign
    return {n: x for n, x in row.items() if x}


def _reduced(rows: Iterable[Row]) -> list[Row]:
    """Reduced echelon form, sparse: each pivot stands in one row only."""
    done: dict[int, Row] = {}
    for row in rows:
        for pivot in [n for n in row if n in done]:
            row = _less(row, done[pivot], row.get(pivot, Fraction(0)))
        if not row:
            continue
        pivot = min(row)
        row = {n: x / row[pivot] for n, x in row.items()}
        for other, standing in done.items():
            if pivot in standing:
                done[other] = _less(standing, row, standing[pivot])
        done[pivot] = row
    return list(done.values())


def _less(row: Row, other: Row, times: Fraction) -> Row:
    made = {n: row.get(n, Fraction(0)) - times * other.get(n, Fraction(0)) for n in {*row, *other}}
    return {n: x for n, x in made.items() if x}
