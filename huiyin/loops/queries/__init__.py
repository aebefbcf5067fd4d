"""Named questions over promises. Each is a fixed number of queries, whatever the number of rows (model.md 6)."""

from huiyin.loops.queries.lines import (
    Row,
    clocks,
    glyph,
    head,
    next_clocks,
    row,
    rows,
    ruler,
    waiter,
)
from huiyin.loops.queries.lists import (
    Load,
    Mate,
    answered,
    answered_this_month,
    asked,
    board,
    line_due,
    load,
    mine,
    team,
    tree,
)

__all__ = [
    "Load", "Mate", "Row", "answered", "answered_this_month", "asked", "board", "clocks", "glyph", "head",
    "line_due", "load", "mine", "next_clocks", "row", "rows", "ruler", "team", "tree", "waiter",
]  # fmt: skip
