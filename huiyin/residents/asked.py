"""What somebody looked for, as an address may carry it: sealed, and of use to nobody else.

A question is a name or a number. In an address it would stand in the browser's history, in the access log
of whatever proxy stands before us and in what the next page is told of the last one. So it is posted, and
goes on in the address under the deployment's key: going back, reloading and two windows work as with any page.
"""

from urllib.parse import urlencode

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.core.keys import KeysMissing

LONGEST = 60


def carried(q: str, actor: Actor) -> str:
    """`?asked=…`, or nothing for an empty question."""
    q = q.strip()[:LONGEST]
    return f"?{urlencode({'asked': secret.wrap(q.encode(), place=_place(actor))})}" if q else ""


def read(token: str, actor: Actor) -> str:
    """The question; empty when there is none, when it was not ours, or was another user's."""
    try:
        return secret.unwrap(token, place=_place(actor)).decode() if token else ""
    except (secret.Tampered, KeysMissing, ValueError):
        return ""


def _place(actor: Actor) -> str:
    return f"asked:q:{actor.user}"
