"""What was measured, beside its limit, its floor and its target."""

import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

SCALE = float(os.environ.get("HUIYIN_SCALE") or "0.1")
ROUNDS, TIMES, WARM = 5, 12, 4


@dataclass(frozen=True)
class Row:
    """One line of the table. `value` is what is held against floor and target: a ratio, milliseconds, a rate."""

    name: str
    ours: str
    limit: str
    value: float
    word: str
    floor: float | None = None
    target: float | None = None
    more: bool = False  # a rate: more is better

    def _holds(self, bound: float | None) -> bool:
        return bound is None or (self.value >= bound if self.more else self.value <= bound)

    @property
    def good(self) -> bool:
        return self._holds(self.floor)

    @property
    def verdict(self) -> str:
        if not self.good:
            return "FLOOR MISSED"
        return "ok" if self._holds(self.target) else "over the target"

    def cells(self) -> tuple[str, ...]:
        bounds = [_bound(bound, self.word) for bound in (self.floor, self.target)]
        return (
            self.name,
            self.ours,
            self.limit,
            f"{self.value:.3g}{self.word}",
            *bounds,
            self.verdict,
        )


HEAD = ("what", "ours", "limit", "value", "floor", "target", "")


def _bound(bound: float | None, word: str) -> str:
    return "–" if bound is None else f"{bound:g}{word}"


def table(rows: Sequence[Row]) -> str:
    """In Markdown, as docs/benchmarks.md takes it."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEAD))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


@dataclass(frozen=True)
class Taken:
    """Milliseconds of each round, all of them."""

    rounds: list[list[float]]

    @property
    def p50(self) -> float:
        return statistics.median(statistics.median(one) for one in self.rounds)

    def at(self, percent: int) -> float:
        """The median of the rounds' own percentiles."""
        return statistics.median(
            statistics.quantiles(one, n=100)[percent - 1] for one in self.rounds
        )

    def said(self) -> str:
        return f"{self.p50:.1f} ms (p90 {self.at(90):.1f})"


def taken(*calls: Callable[[], object], times: int = TIMES) -> list[Taken]:
    """Each call measured in turn with the others, five rounds of them."""
    for call in calls * WARM:
        call()
    rounds: list[list[list[float]]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for kept, one in zip(rounds, _round(calls, times), strict=True):
            kept.append(one)
    return [Taken(one) for one in rounds]


def _round(calls: Sequence[Callable[[], object]], times: int) -> list[list[float]]:
    spent: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, one in zip(calls, spent, strict=True):
            begun = perf_counter()
            call()
            one.append((perf_counter() - begun) * 1000)
    return spent
