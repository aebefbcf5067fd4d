"""Promises: what anyone asked, or the station owes; its clocks, and what went back (model.md 5)."""

from huiyin.loops.models.clocks import Milestone, Term
from huiyin.loops.models.handover import Handover, HandoverItem, ItemState, Reason
from huiyin.loops.models.leave import Approval, Pass
from huiyin.loops.models.loop import Agreed, Loop, State, Turn
from huiyin.loops.models.replies import Reply

__all__ = [
    "Agreed", "Approval", "Handover", "HandoverItem", "ItemState", "Loop", "Milestone", "Pass", "Reason", "Reply",
    "State", "Term", "Turn",
]  # fmt: skip
