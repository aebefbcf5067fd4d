"""The verbs of promises. Inner ones are called by the rooms whose nouns are Loops; the rest are said by people."""

from huiyin.loops.rules.clocks import progress, set_clock, start_clock, take_step
from huiyin.loops.rules.closing import answer, close_withdrawn, reopen
from huiyin.loops.rules.opening import open  # noqa: A004  read as loops.open(…)
from huiyin.loops.rules.owning import assign, hand, turn_to
from huiyin.loops.rules.replies import echo, reply
from huiyin.loops.rules.saying import keep, nudge, promise, step, unsolved

__all__ = [
    "answer", "assign", "close_withdrawn", "echo", "hand", "keep", "nudge", "open", "progress", "promise",
    "reopen", "reply", "set_clock", "start_clock", "step", "take_step", "turn_to", "unsolved",
]  # fmt: skip
