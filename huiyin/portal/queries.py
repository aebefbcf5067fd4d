"""What a stranger with a receipt may learn: exactly the agreed level, and never whether a number exists."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from huiyin.core.actor import Actor
from huiyin.core.secret import fingerprint
from huiyin.loops import heard
from huiyin.loops import queries as loops
from huiyin.loops.models import Agreed, Loop, Milestone, Reply, State
from huiyin.ui.ruler import Ruler

NOBODY = UUID(int=0)
AGAIN = "您说还没解决，我们接着办。"
SAID = {
    "answer": "答复受不受理",
    "contact": "和居民首次接触",
    "note": "每月进展",
    "feedback": "结束时的结果",
}


def found(receipt: str | None, tail: str) -> Loop | None:
    """The open or answered matter of that number and those last four digits, else None.

    A number is unique in a district only, so several rows may carry it; each is compared in constant time,
    and where there is none a comparison is made all the same.
    """
    wanted = fingerprint("tail", tail)
    rows = list(Loop.objects.filter(receipt=receipt).values_list("pk", "tail_fp", "state"))
    nobody = (NOBODY, fingerprint("tail", "0"), State.WITHDRAWN)
    hits = [
        pk for pk, fp, state in [*rows, nobody] if _same(fp, wanted) and state != State.WITHDRAWN
    ]
    return Loop.objects.select_related("owner", "unit", "person").get(pk=hits[0]) if hits else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one, other)


@dataclass(frozen=True)
class Seen:
    """What the page shows of a matter: no name, no address, words as far as was agreed."""

    loop: Loop
    glyph: str
    heading: str
    words: str
    promises: list[tuple[str, Milestone, Ruler]]
    agreed: str


def seen(loop: Loop) -> Seen:
    by = Actor.system("查回音", chain=loop.unit_id[:6])
    echoes = heard.heard(loop, by=by)
    again = bool(echoes) and echoes[-1].kind == Reply.Kind.UNSOLVED
    last = next((echo for echo in reversed(echoes) if echo.side == Reply.Side.US), None)
    clocks = loops.clocks(loop, hers=True)
    promises = [(SAID.get(m.code, "答复"), m, ruler) for m, ruler in clocks]
    return Seen(
        loop, loops.glyph(loop), AGAIN if again else last.status if last else "收到了。",
        last.words if last and not again else "", promises,
        Agreed(loop.agreed).label,
    )  # fmt: skip
