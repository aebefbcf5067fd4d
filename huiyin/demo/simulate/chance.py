"""Drawing, repeatably: one stream of numbers for each district, so that districts are made side by side."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Table(Generic[T]):
    """Things with their weights, ready to be drawn from often."""

    def __init__(self, weights: dict[T, float]) -> None:
        self.things: Sequence[T] = list(weights)
        self.sums = list(accumulate(weights.values()))


class Chance(Random):
    def of(self, table: Table[T]) -> T:
        return self.choices(table.things, cum_weights=table.sums)[0]

    def true(self, share: float) -> bool:
        return self.random() < share

    def id(self, milliseconds: int) -> str:
        """A UUIDv7 of that moment as 32 hexadecimal digits, which both engines read."""
        drawn = self.getrandbits(74)
        head = (milliseconds << 16) | 0x7000 | (drawn >> 62)
        return f"{(head << 64) | (0b10 << 62) | (drawn & (1 << 62) - 1):032x}"
