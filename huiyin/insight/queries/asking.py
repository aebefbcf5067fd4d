"""One figure, and its rows, as far as this actor's reach goes."""

from datetime import date

from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.insight import measures, outside
from huiyin.insight.figures import Figure, Line
from huiyin.insight.measures import Measure


def figure(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = "", told: bool = False
) -> Figure:  # fmt: skip
    """A figure of a unit (any prefix of its code) from a day to a day, both counted.

    `by`: "" or one of the measure's dimensions: month, unit, community, klass; worker is the actor's own part
    and nobody else's. `told`: also which rows were left out, and why.
    """
    measure = _asked(actor, measure_id, unit, since, until, by)
    if outside.looking(actor):
        return outside.eyes["figure"](actor, measure_id, unit=unit, since=since, until=until, by=by)  # type: ignore[no-any-return]
    raise NotImplementedError(measure)


def rows(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = "", part: str = "",
    after: str = "", n: int = 50,
) -> tuple[list[Line], str]:  # fmt: skip
    """The lines behind a figure, or behind one part of it, and the key of the next page ("" at the end)."""
    measure = _asked(actor, measure_id, unit, since, until, by)
    raise NotImplementedError(measure)


def _asked(actor: Actor, measure_id: str, unit: str, since: date, until: date, by: str) -> Measure:
    if not actor.may("figure.view"):
        raise NotAllowed("figure.view")
    measure = measures.of(measure_id)
    if not covers(actor.reach, unit):
        raise Unseen(unit)
    if since > until:
        raise Refused("开始的日子在结束的日子后面。请换一下再看。")
    if by and by not in measure.by:
        raise Refused(f"“{measure.name}”不能这样分。请换一种分法。")
    return measure
