"""Which cells of a published table must not be shown, so that nobody behind them can be told (ADR 0014).

Pure: cells have names, lines say which cell is the sum of which. A cell with one to four persons behind it is
hidden; then others with it, until no hidden cell follows from the shown ones: not along one line, not along
several together, and not by knowing that whatever is hidden is at least one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEW = 5  # fewer persons than this are not shown
PRIME = (
    2**61 - 1
)  # sums of ones are solved modulo it: what follows over the numbers follows there, and is fast
ROUNDS = 40  # how often bounds are carried on; a year of months is a chain of twelve
Cell = Any  # whatever names a cell; it must be hashable
Row = dict[int, int]  # cell number to coefficient, modulo PRIME


@dataclass(frozen=True)
class Line:
    """`total` is what `parts` add up to."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def members(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)


def small(persons: int) -> bool:
    return 0 < persons < FEW


def hide(
    persons: Mapping[Cell, int], lines: Sequence[Line], kept: Collection[Cell] = ()
) -> frozenset[Cell]:
    """The cells to hide; what was hidden once (`kept`) stays so. Cells of nobody are no secret."""
    names, at = _numbers(
        lines, {*persons, *kept}
    )  # a year of a district has thousands: small whole numbers
    few, sums = {at[cell]: n for cell, n in persons.items()}, _numbered(lines, at)
    hidden = {cell for cell, n in few.items() if small(n)} | {at[cell] for cell in kept}
    while more := _along(few, sums, hidden) or _beside(few, sums, hidden):
        hidden |= more
    return frozenset(names[cell] for cell in hidden)


def _numbers(
    lines: Sequence[Line], cells: Collection[Cell] = ()
) -> tuple[list[Cell], dict[Cell, int]]:
    names = sorted({*cells, *(cell for line in lines for cell in line.members)}, key=str)
    return names, {cell: n for n, cell in enumerate(names)}


def _numbered(lines: Sequence[Line], at: Mapping[Cell, int]) -> list[Line]:
    return [Line(at[line.total], tuple(at[cell] for cell in line.parts)) for line in lines]


def determined(lines: Sequence[Line], hidden: Collection[Cell]) -> set[Cell]:
    """Hidden cells whose value follows from the shown ones by linear algebra."""
    names, at = _numbers(lines, hidden)
    return {names[n] for n in _solved(_numbered(lines, at), {at[cell] for cell in hidden})}


def _along(persons: Mapping[Cell, int], lines: Sequence[Line], hidden: set[Cell]) -> set[Cell]:
    """One more in each line in which a hidden cell stands alone: the cheap look, which finds nearly all."""
    grown: set[Cell] = set()
    for line in lines:
        shut = [cell for cell in line.members if cell in hidden or cell in grown]
        if len(shut) == 1 and persons.get(shut[0], 0):
            grown |= set(_shown(line, persons, hidden)[:1])
    return grown


def _beside(persons: Mapping[Cell, int], lines: Sequence[Line], hidden: set[Cell]) -> set[Cell]:
    """One more for each cell that still follows: of its lines, the one with the fewest behind it that is shown."""
    of: dict[Cell, list[Line]] = defaultdict(list)
    for line in lines:
        for cell in line.members:
            of[cell].append(line)
    grown: set[Cell] = set()
    for cell in sorted(_solved(lines, hidden) | squeezed(persons, lines, hidden)):
        lots = [lot for line in of[cell] if (lot := _shown(line, persons, hidden))]
        lots = lots or [_near(cell, of, persons, hidden)]
        lot = min(lots, key=lambda lot: [persons[c] for c in lot[:1]])
        if not grown & set(lot):
            grown |= set(lot[:1])
    return grown


def _shown(line: Line, persons: Mapping[Cell, int], hidden: set[Cell]) -> list[Cell]:
    """What may be hidden too; a part before the total, since totals are what is asked for."""
    shown = [cell for cell in line.members if persons.get(cell, 0) and cell not in hidden]
    return sorted(shown, key=lambda cell: (cell == line.total, persons[cell], cell))


def _near(
    cell: Cell, of: Mapping[Cell, list[Line]], persons: Mapping[Cell, int], hidden: set[Cell]
) -> list[Cell]:
    """The nearest cell still shown, over lines in which everything is hidden already."""
    seen, edge = {cell}, [cell]
    while edge:
        reached = [m for c in edge for line in of[c] for m in line.members if m not in seen]
        seen.update(reached)
        if found := [c for c in reached if persons.get(c, 0) and c not in hidden]:
            return sorted(found, key=lambda c: (persons[c], c))
        edge = reached
    return []


def _solved(lines: Sequence[Line], hidden: Collection[Cell]) -> set[Cell]:
    pivots: dict[Cell, Row] = {}
    within: dict[Cell, set[Cell]] = defaultdict(set)  # in the rows of which pivots a cell stands
    for line in lines:
        row = _reduced(_row(line, hidden), pivots)
        if row:
            pivot = min(row)
            turn = pow(row[pivot], -1, PRIME)
            row = {cell: n * turn % PRIME for cell, n in row.items()}
            for other in list(within[pivot]):
                pivots[other] = _less(pivots[other], row, pivots[other][pivot])
                for cell in row:
                    (within[cell].add if cell in pivots[other] else within[cell].discard)(other)
            pivots[pivot] = row
            for cell in row:
                within[cell].add(pivot)
    return {pivot for pivot, row in pivots.items() if len(row) == 1}


def _row(line: Line, hidden: Collection[Cell]) -> Row:
    row: Row = {line.total: 1} if line.total in hidden else {}
    return row | {cell: PRIME - 1 for cell in line.parts if cell in hidden}


def _reduced(row: Row, pivots: Mapping[Cell, Row]) -> Row:
    for pivot in [cell for cell in row if cell in pivots]:
        row = _less(row, pivots[pivot], row[pivot])
    return row


def _less(row: Row, other: Row, times: int) -> Row:
    made = dict(row)
    for cell, n in other.items():
        if left := (made.pop(cell, 0) - times * n) % PRIME:
            made[cell] = left
    return made


def squeezed(
    persons: Mapping[Cell, int], lines: Sequence[Line], hidden: Collection[Cell]
) -> set[Cell]:
    """Hidden cells for which one value is left when each is known to be at least one (two that make two)."""
    low = {cell: min(1, persons.get(cell, 0)) for cell in hidden}
    high: dict[Cell, float] = dict.fromkeys(hidden, float("inf"))
    sums = [_Sum.of(line, persons, high) for line in lines if _touches(line, high)]
    for _ in range(ROUNDS):
        if not sum(one.squeeze(low, high) for one in sums):
            break
    return {cell for cell in hidden if low[cell] == high[cell] and persons.get(cell, 0)}


def _touches(line: Line, hidden: Collection[Cell]) -> bool:
    return line.total in hidden or any(cell in hidden for cell in line.parts)


@dataclass(frozen=True)
class _Sum:
    """A line as its reader sees it: what the shown parts make, which are hidden, and the total, if it is shown."""

    shown: int
    parts: tuple[Cell, ...]
    total: Cell
    made: float | None

    @classmethod
    def of(cls, line: Line, persons: Mapping[Cell, int], hidden: Collection[Cell]) -> "_Sum":
        parts = tuple(cell for cell in line.parts if cell in hidden)
        shown = sum(persons.get(cell, 0) for cell in line.parts if cell not in hidden)
        made = None if line.total in hidden else float(persons.get(line.total, 0))
        return cls(shown, parts, line.total, made)

    def squeeze(self, low: Mapping[Cell, int], high: dict[Cell, float]) -> bool:
        """What this line says of the bounds of its hidden cells: only falling upper bounds are followed."""
        most = high[self.total] if self.made is None else self.made
        floor, moved = self.shown, False
        for cell in self.parts:
            floor += low[cell]
        if floor > most:  # the same people in several parts: such a sum says nothing of any
            return False
        for cell in self.parts:
            least = most - (floor - low[cell])
            if least < high[cell]:
                high[cell], moved = least, True
        if (
            self.made is None
            and (top := self.shown + sum(map(high.__getitem__, self.parts))) < most
        ):
            high[self.total], moved = top, True
        return moved
