"""One figure, as far as this actor's reach goes; a sheet of many shares what is asked about their freshness."""

from collections.abc import Sequence
from datetime import date

from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.insight import measures, outside
from huiyin.insight.figures import Figure, Part, Period
from huiyin.insight.measures import Measure
from huiyin.insight.queries import naming
from huiyin.insight.queries.counting import DISTRICT, Counts, Question, live
from huiyin.insight.queries.freshness import Behind, behind, counted, up_to

COLUMNS = {"month": "l_month", "unit": "l_child", "community": "l_community", "klass": "l_klass"}
BELOW = {
    0: 2,
    2: 4,
    4: 6,
    6: 10,
    9: 10,
    10: 13,
    13: 13,
}  # the codes that lie below a code, by length


def figure(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = "", told: bool = False
) -> Figure:  # fmt: skip
    """A figure of a unit (any prefix of its code) from a day to a day, both counted.

    `by`: "" or one of the measure's dimensions: month, unit, community, klass; worker is the actor's own part
    and nobody else's. `told`: also which rows were left out, and why.
    """
    measure, period = (
        allowed(actor, measure_id, unit, Period(since, until), by),
        Period(since, until),
    )
    if outside.looking(actor):
        found: Figure = outside.eyes["figure"](
            actor, measure_id, unit=unit, since=since, until=until, by=by
        )
        return found
    made = _figure(actor, measure, unit, period, by, behind(unit, period))
    return made.but(left_out=left_out(actor, measure, unit, period, by)) if told else made


def sheet(
    actor: Actor, asked: Sequence[tuple[str, str]], *, unit: str, since: date, until: date
) -> list[Figure]:
    """Several figures of one unit and period, each with its own `by`, for the price of one look at what is behind."""
    period = Period(since, until)
    if outside.looking(actor):
        return [figure(actor, id_, unit=unit, since=since, until=until, by=by) for id_, by in asked]
    wanted = [(allowed(actor, id_, unit, period, by), by) for id_, by in asked]
    known = behind(unit, period)
    return [_figure(actor, measure, unit, period, by, known) for measure, by in wanted]


def allowed(actor: Actor, measure_id: str, unit: str, period: Period, by: str) -> Measure:
    """The measure, if this actor may ask for it there and so; every refusal of a figure is said here."""
    if not actor.may("figure.view"):
        raise NotAllowed("figure.view")
    measure = measures.of(measure_id)
    if not covers(actor.reach, unit) or len(unit) not in BELOW:
        raise Unseen(unit)
    if period.since > period.until:
        raise Refused("开始的日子在结束的日子后面。请换一下再看。")
    if by and (by not in measure.by or (by == "community" and len(unit) < DISTRICT)):
        raise Refused(f"“{measure.name}”在这里不能这样分。请换一种分法。")
    if by == "worker" and (actor.user is None or len(unit) < DISTRICT):
        raise Refused("只能看自己的数字。请在本站的页上看。")
    return measure


def question(actor: Actor, measure: Measure, unit: str, period: Period, by: str = "") -> Question:
    worker = actor.user if by == "worker" else None
    columns = (COLUMNS[by],) if by in COLUMNS else ()
    return Question.of(
        measure, unit, period, columns=columns, level=BELOW[len(unit)], worker=worker
    )


def _figure(
    actor: Actor, measure: Measure, unit: str, period: Period, by: str, known: Behind
) -> Figure:
    value, parts = _counted(actor, measure, unit, period, by, known)
    of, ofs = (
        _counted(actor, measures.of(measure.of), unit, period, by, known)
        if measure.of
        else (None, {})
    )
    labels = naming.parts(by, sorted({*parts, *ofs}, key=str), period, actor)
    listed = tuple(
        Part(code, label, parts.get(key, 0), ofs.get(key, 0) if measure.of else None)
        for key, code, label in labels
    )
    return Figure(
        measure.id, unit, period.since, period.until, value, of, listed, up_to(unit, known)
    )


def _counted(
    actor: Actor, measure: Measure, unit: str, period: Period, by: str, known: Behind
) -> tuple[int, dict[object, int]]:
    """The whole, and its parts: persons are asked for twice, since who stands in two parts is one person."""
    q = question(actor, measure, unit, period, by)
    found = counted(q, known)
    if not q.columns:
        total = found[()]
        return total, {actor.user: total} if by == "worker" else {}
    parts = {key[0]: n for key, n in found.items() if n}
    if not measure.persons:
        return sum(parts.values()), parts
    return counted(question(actor, measure, unit, period), known)[()], parts


def left_out(
    actor: Actor, measure: Measure, unit: str, period: Period, by: str = ""
) -> tuple[tuple[str, int], ...]:
    """Rows of the range that do not count, by the reason; reasons without a row are not told."""
    worker = actor.user if by == "worker" else None
    found: list[tuple[str, Counts]] = [
        (why, live(Question("", (source,), unit, period, worker=worker)))
        for why, source in measure.not_counted
    ]
    return tuple((why, counts[()]) for why, counts in found if counts[()])
