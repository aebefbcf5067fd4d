"""How long a promise may take. The defaults are ours, proposed where no law or text gives a limit (domain.md 3.7);
a unit's own `Term` rows win, the longest prefix first, and what was promised is copied into the Loop."""

from huiyin.access.models import Unit
from huiyin.core.codes import covers
from huiyin.loops.models import Term

OURS: dict[tuple[str, str, bool], str] = {
    ("referral", "answer", False): "3d",
    ("referral", "answer", True): "0d",
    ("referral", "contact", False): "5d",
    ("referral", "contact", True): "1d",
    ("referral", "note", False): "1m",
    ("referral", "note", True): "1m",
    ("referral", "feedback", False): "5d",
    ("referral", "feedback", True): "5d",
    ("approval", "answer", False): "1d",
    ("approval", "answer", True): "0d",
    ("reveal", "answer", False): "1d",
    ("reveal", "answer", True): "0d",
}
SHORT = {"workday": "d", "day": "n", "month": "m"}
SAID = {"d": "个工作日", "n": "天", "m": "个月"}


def of(kind: str, unit: Unit, *, urgent: bool) -> dict[str, str]:
    """Code → term ("3d") for that kind in that unit."""
    terms = {code: term for (k, code, u), term in OURS.items() if k == kind and u == urgent}
    own = [
        t for t in Term.objects.filter(kind=kind, urgent=urgent) if covers((t.prefix,), unit.code)
    ]
    for term in sorted(own, key=lambda t: len(t.prefix)):
        terms[term.code] = f"{term.amount}{SHORT[term.of]}"
    return terms


def said(term: str) -> str:
    """ "3d" → 3 个工作日; "0d" → 当天."""
    return "当天" if term == "0d" else f"{term[:-1]} {SAID[term[-1]]}"
