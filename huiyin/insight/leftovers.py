"""What does not count, and why: rows of the same tables and days that a measure passes over.

They are sources too, so that "which rows were left out" is counted as the figure itself is.
"""

from dataclasses import replace

from django.db.models import F, Q

from huiyin.core import clock
from huiyin.insight import sources
from huiyin.insight.sources import SERVED, Source
from huiyin.loops.models import State as Promise
from huiyin.loops.models import Turn
from huiyin.records.models import Klass, State

Left = tuple[str, Source]


def _answer() -> Q:
    return Q(code="answer", loop__kind="referral")


_kept = Q(record__state=State.KEPT) & ~Q(record__klass=Klass.INTERNAL)

void: Left = (
    "作废的记录",
    replace(sources.heads, code="void", n="", where=lambda: Q(state=State.VOID)),
)
internal: Left = (
    "内部的事，如督导、培训、会议",
    replace(
        sources.heads, code="internal", n="",
        where=lambda: Q(state=State.KEPT, klass=Klass.INTERNAL),
    ),
)  # fmt: skip
others: Left = (
    "在场、帮忙，或者只是谈到的人",
    replace(sources.served, code="others", where=lambda: _kept & ~Q(part=SERVED)),
)
doubles: Left = (
    "同一个人的另一份档案，在同一次服务里",
    replace(sources.served, code="doubles", where=lambda: _kept & Q(part=SERVED) & ~sources.once()),
)
unnamed: Left = ("没记名字的人", sources.heads)
no_case: Left = (
    "没有归到个案的服务",
    replace(
        sources.served, code="no_case",
        where=lambda: _kept & Q(part=SERVED) & sources.once() & (Q(thread=None) | ~Q(thread__kind="case")),
    ),
)  # fmt: skip
not_due: Left = (
    "还没有到期，也还没有答复的",
    replace(
        sources.due, code="not_due",
        where=lambda: _answer() & Q(met_at=None, due_at__gt=clock.now(), loop__turn=Turn.US),
    ),
)  # fmt: skip
elsewhere: Left = (
    "在等转介人补充的",
    replace(
        sources.due, code="elsewhere",
        where=lambda: _answer() & Q(met_at=None) & ~Q(loop__turn=Turn.US),
    ),
)  # fmt: skip
taken_back: Left = (
    "到期以前转介人自己撤回的",
    replace(
        sources.due, code="taken_back",
        where=lambda: _answer() & Q(loop__state=Promise.WITHDRAWN, loop__closed_at__lt=F("due_at")),
    ),
)  # fmt: skip
withdrawn: Left = (
    "没有答复就撤回的",
    replace(
        sources.closed, code="withdrawn",
        where=lambda: Q(kind="case", state=Promise.WITHDRAWN),
    ),
)  # fmt: skip

DEEDS = (void, internal)
PEOPLE = (*DEEDS, others, doubles)
ANSWERS = (not_due, elsewhere, taken_back)
