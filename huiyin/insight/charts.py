"""Shapes of the small pictures: plain numbers for SVG attributes, since nothing on a page may have a style."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.insight.figures import Part

PITCH, WIDE, HIGH = 20, 14, 100  # of a column: from one to the next, itself, the tallest
LONG = 100  # of a bar that lies: the longest


@dataclass(frozen=True)
class Column:
    """One month: the solid part, and where there is a denominator the frame it fills."""

    x: int
    y: float
    height: float
    frame_y: float
    frame: float
    part: Part


@dataclass(frozen=True)
class Chart:
    width: int
    columns: tuple[Column, ...]
    most: int  # the amount that is as tall as the picture

    @property
    def empty(self) -> bool:
        return self.most == 0


def columns(parts: Sequence[Part]) -> Chart:
    """From zero up, as tall as the tallest; a part that must not be shown stands empty."""
    most = max((max(p.value or 0, p.of or 0) for p in parts), default=0)
    made = tuple(_column(n, part, most or 1) for n, part in enumerate(parts))
    return Chart(max(len(parts), 1) * PITCH, made, most)


def _column(n: int, part: Part, most: int) -> Column:
    height, frame = (round(HIGH * (v or 0) / most, 1) for v in (part.value, part.of))
    return Column(n * PITCH + (PITCH - WIDE) // 2, HIGH - height, height, HIGH - frame, frame, part)


def lengths(parts: Sequence[Part]) -> list[tuple[Part, float]]:
    """Each part with the length of its bar."""
    most = max((part.value or 0 for part in parts), default=0)
    return [(part, round(LONG * (part.value or 0) / (most or 1), 1)) for part in parts]
