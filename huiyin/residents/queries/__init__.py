"""What is asked about people. Every function takes the actor: sight is never wider than hers."""

from huiyin.residents.queries.files import (
    Match,
    Trace,
    canonical,
    household,
    known_twin,
    line,
    matches,
    trace,
)
from huiyin.residents.queries.finding import find, recent
from huiyin.residents.queries.pages import Found, Identity, found, masked
from huiyin.residents.queries.sight import (
    cares_for,
    identity,
    looked_lately,
    may_open,
    opened,
    readable,
    shown_name,
)

__all__ = [
    "Found", "Identity", "Match", "Trace", "canonical", "cares_for", "find", "found", "household", "identity", "known_twin", "line",
    "looked_lately", "masked", "matches", "may_open", "opened", "readable", "recent", "shown_name", "trace",
]  # fmt: skip
