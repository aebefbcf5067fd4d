"""What a stranger with a receipt may learn: exactly the agreed level, and never whether a number exists."""

import hmac

from huiyin.core.secret import fingerprint
from huiyin.loops.models import Loop, State


def found(receipt: str, tail: str) -> Loop | None:
    """The open or answered matter of that number and those last four digits, else None.

    A number is unique in a district only, so several rows may carry it; each is compared in constant time,
    and where there is none a comparison is made all the same.
    """
    wanted = fingerprint("tail", tail)
    rows = list(Loop.objects.filter(receipt=receipt).select_related("owner", "unit", "person"))
    nobody = Loop(tail_fp=fingerprint("tail", "0"), state=State.WITHDRAWN)
    hits = [row for row in [*rows, nobody] if hmac.compare_digest(row.tail_fp, wanted)]
    return next((row for row in hits if row.state != State.WITHDRAWN), None)
