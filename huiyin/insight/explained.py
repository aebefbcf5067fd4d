"""这个数怎么数的: the definition, since when there is anything to count, what was left out and why; in one click."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from huiyin.core.actor import Actor
from huiyin.insight import outside, queries
from huiyin.insight.figures import EVER, Figure, Part
from huiyin.insight.measures import Measure
from huiyin.insight.pages import Shown, Where, shown


@dataclass(frozen=True)
class How:
    figure: Figure
    first: date | None  # the day of the first line there ever was here


def how(actor: Actor, measure: Measure, where: Where) -> How:
    told = queries.figure(
        actor, measure.id, unit=where.unit, since=where.period.since, until=where.period.until,
        told=not outside.looking(actor),
    )  # fmt: skip
    return How(told, None if outside.looking(actor) else _first(measure, where))


def _first(measure: Measure, where: Where) -> date | None:
    days = [
        source.lines(where.unit, EVER).aggregate(first=Min("l_on"))["first"]
        for source in measure.sources
    ]
    return min((day for day in days if day), default=None)


@dataclass(frozen=True)
class Whole:
    """What a list is the list of: the number, and of which part."""

    shown: Shown
    part: str


def whole(actor: Actor, measure: Measure, where: Where, by: str, part: str) -> Whole:
    """The number again, from the figure: it stands over its list, and is as long."""
    found = queries.figure(
        actor, measure.id, unit=where.unit, since=where.period.since, until=where.period.until, by=by
    )  # fmt: skip
    if by == "worker" or not part:
        return Whole(shown(found, where), actor.name if by == "worker" else "")
    one = next((p for p in found.parts if p.code == part), Part(part, part, 0))
    return Whole(shown(found.but(value=one.value, of=None), where), one.label)
