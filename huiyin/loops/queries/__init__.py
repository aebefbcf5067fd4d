"""Named questions over promises. Each is a fixed number of queries, whatever the number of rows (model.md 6)."""

from huiyin.loops.queries.handing import Line, Sheet, offers, propose, sheet, taken
from huiyin.loops.queries.holding import counts, heads, running, unowned, waiting
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
    "Line", "Load", "Mate", "Row", "Sheet", "answered", "answered_this_month", "asked", "board", "boarded", "clocks",
    "counts", "glyph", "head", "heads", "line_due", "load", "mine", "next_clocks", "offers", "propose", "row", "rows", "running",
    "sheet", "taken", "team", "tree", "unentered_years", "unfit", "unowned", "waiter", "waiting",
]  # fmt: skip
