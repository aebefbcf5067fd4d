"""Pages: the day, the board, a promise; a hand-over and its offers."""

from huiyin.loops.views.handing import (
    add,
    begin,
    call_off,
    finish,
    handover,
    handovers,
    newcomers,
    offer,
    paper,
    settle,
)
from huiyin.loops.views.promises import (
    answered,
    assign,
    board,
    day,
    keep,
    nudge,
    page,
    promise,
    step,
    unsolved,
)
from huiyin.loops.views.taking import refuse, take, taking, tick

__all__ = [
    "add", "answered", "assign", "begin", "board", "call_off", "day", "finish", "handover", "handovers", "keep",
    "newcomers", "nudge", "offer", "page", "paper", "promise", "refuse", "settle", "step", "take", "taking", "tick",
    "unsolved",
]  # fmt: skip
