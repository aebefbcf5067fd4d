"""Named questions over promises. Each is a fixed number of queries, whatever the number of rows (model.md 6)."""

from huiyin.loops.queries.lines import (
    Row,
    clocks,
    glyph,
    head,
    next_clocks,
    row,
    rows,
    waiter,
)
from huiyin.loops.queries.lists import (
    Load,
    Mate,
    answered,
    answered_this_month,
    asked,
    board,
    boarded,
    line_due,
    load,
    mine,
    team,
    tree,
    unentered_years,
    unfit,
)

__all__ = [
    "Load", "Mate", "Row", "answered", "answered_this_month", "asked", "board", "boarded", "clocks", "glyph", "head",
    "line_due", "load", "mine", "next_clocks", "row", "rows", "team", "tree", "unentered_years", "unfit", "waiter",
]  # fmt: skip
