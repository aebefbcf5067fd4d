"""How long a promise may take. The defaults are ours, proposed where no law or text gives a limit (domain.md 3.7);
a unit's own `Term` rows win, the longest prefix first, and what was promised is copied into the Loop."""

from huiyin.access.models import Unit
from huiyin.core.codes import covers
from huiyin.loops.models import Term

USUAL = {"answer": "3d", "contact": "5d", "note": "1m", "feedback": "5d"}
URGENT = {"answer": "0d", "contact": "1d", "note": "1m", "feedback": "5d"}
OURS: dict[str, dict[str, str]] = {  # where a kind has a term of its own
    "approval": {"answer": "1d"},
    "reveal": {"answer": "1d"},
}
SHORT = {"workday": "d", "day": "n", "month": "m"}
SAID = {"d": "个工作日", "n": "天", "m": "个月"}


def of(kind: str, unit: Unit, *, urgent: bool) -> dict[str, str]:
    """Code → term ("3d") for that kind in that unit; urgent means the same day, whatever the kind."""
    terms = dict(URGENT) if urgent else USUAL | OURS.get(kind, {})
    own = [
        t for t in Term.objects.filter(kind=kind, urgent=urgent) if covers((t.prefix,), unit.code)
    ]
    for term in sorted(own, key=lambda t: len(t.prefix)):
        terms[term.code] = f"{term.amount}{SHORT[term.of]}"
    return terms


def said(term: str) -> str:
    """ "3d" → 3 个工作日; "0d" → 当天."""
    return "当天" if term == "0d" else f"{term[:-1]} {SAID[term[-1]]}"
