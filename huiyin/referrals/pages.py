"""What the pages show, made ready: nothing in a template asks the database or decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huiyin.access.models import Unit
from huiyin.contracts import queries as contracts
from huiyin.contracts.defaults import FIRST
from huiyin.contracts.models import BoundaryRule, Verdict
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import terms
from huiyin.places import calendar
from huiyin.referrals.models import Urgency

PROMISES = {
    "answer": "告诉您受不受理",
    "contact": "和居民首次接触",
}


@dataclass(frozen=True)
class Promise:
    """What will be done by when: `until` is None where it repeats or waits for something else."""

    words: str
    until: datetime | None
    term: str


@dataclass(frozen=True)
class Boundary:
    """The matters as the form offers them, and what is said of the chosen one before anything is sent."""

    first: list[BoundaryRule]
    more: list[BoundaryRule]
    chosen: BoundaryRule | None
    danger: bool
    promises: list[Promise]

    @property
    def others(self) -> list[BoundaryRule]:
        """A look at what is not simply a yes; the whole list has its own page."""
        rows = [row for row in (*self.first, *self.more) if row != self.chosen]
        helped = [row for row in rows if row.verdict == Verdict.ASSIST]
        return [*helped[:2], *[row for row in rows if row.verdict == Verdict.CANNOT][:2]]


def boundary(actor: Actor, unit: Unit | None, *, matter: str, urgency: str) -> Boundary:
    rows = contracts.boundary(actor, station=unit.code if unit else "")
    chosen = next((row for row in rows if str(row.pk) == matter), None)
    urgent = urgency in {Urgency.URGENT, Urgency.DANGER}
    promised = promises(unit, urgent=urgent) if unit else []
    return Boundary(rows[:FIRST], rows[FIRST:], chosen, urgency == Urgency.DANGER, promised)


def promises(unit: Unit, *, urgent: bool) -> list[Promise]:
    """What would be promised if it were sent now: shown before, not after."""
    now, given = clock.now(), terms.of("referral", unit, urgent=urgent)
    dated = [
        Promise(words, calendar.due(now, given[code]), terms.said(given[code]))
        for code, words in PROMISES.items()
    ]
    return [
        *dated,
        Promise("每月一次，告诉您进展", None, terms.said(given["note"])),
        Promise(
            f"结束后 {terms.said(given['feedback'])}内，告诉您结果",
            None,
            terms.said(given["feedback"]),
        ),
    ]


def chosen_unit(units: Iterable[Unit], code: str) -> Unit | None:
    units = list(units)
    return next((unit for unit in units if unit.code == code), units[0] if units else None)
