"""Input of the promise pages and of a hand-over."""

from huiyin.loops.forms.handing import Add, Begin, CallOff, Offer, Refuse, Tick
from huiyin.loops.forms.promises import Act, Assign, Filter, Promise, Step, Unsolved, Words

__all__ = [
    "Act", "Add", "Assign", "Begin", "CallOff", "Filter", "Offer", "Promise", "Refuse", "Step", "Tick", "Unsolved",
    "Words",
]  # fmt: skip
