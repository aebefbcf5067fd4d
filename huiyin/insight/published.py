"""Figures for eyes outside the staff: whole months, standard dimensions, small cells hidden (model.md 4, ADR 0014).

Which cells are hidden is written down when a month is published and only grows; the values are live.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from huiyin.access.models import Unit
from huiyin.access.models.units import Level
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.insight import cube, hiding, measures, outside
from huiyin.insight.cube import Cell
from huiyin.insight.figures import Figure, Line, Part, Period, month
from huiyin.insight.measures import Measure
from huiyin.insight.models import Hidden, Published
from huiyin.insight.queries import asking
from huiyin.insight.queries.freshness import behind

APART = "不单列"
DISTRICT = 6
AT_ONCE = 20  # publications of one round of the job
PARTS = {"community": "c:", "klass": "k:"}
Segment = tuple[str, int]


def figure(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = ""
) -> Figure:
    """As the staff's, less what is hidden. Whether this actor may ask at all was decided before."""
    measure, period = measures.of(measure_id), Period(since, until)
    must_be_published(unit, period)
    if by in PARTS and cube.klass(measure):
        by = ""  # a class by community would be two dimensions at once
    hidden = pattern(measure, unit[:DISTRICT], period)
    made = asking._figure(actor, measure, unit, period, by, behind(unit, period))
    shut = Cell(unit, cube.span(period), cube.klass(measure)) in hidden
    parts = tuple(
        _veiled(part, _cell(measure, unit, period, by, part.code) in hidden) for part in made.parts
    )
    return made.but(value=None if shut else made.value, of=None if shut else made.of, parts=parts)


def rows(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = "", part: str = "",
    after: str = "", n: int = 50,
) -> tuple[list[Line], str]:  # fmt: skip
    """The table again, line by line: numbers, and the one dimension it was opened by. Nothing to tally that
    the table does not say, for it is made of nothing else."""
    told = figure(actor, measure_id, unit=unit, since=since, until=until, by=by)
    segments = _one(told, part) if part else _all(told)
    if segments is None:
        raise Refused("这一格人太少，为保护居民不单列。请看合计。")
    measure, start = measures.of(measure_id), int(after) if after.isdecimal() else 0
    made = list(islice(_lines(measure, segments), start, start + n + 1))
    return made[:n], str(start + n) if len(made) > n else ""


def _one(told: Figure, part: str) -> list[Segment] | None:
    found = next((p for p in told.parts if p.code == part), Part(part, "", 0))
    return None if found.value is None else [(found.label, found.value)]


def _all(told: Figure) -> list[Segment] | None:
    if told.value is None:
        return None
    shown = [(part.label, part.value) for part in told.parts if part.value]
    left = told.value - sum(n for _, n in shown)
    if (
        not told.parts or left < 0
    ):  # who stands in two parts is one person: the list is of the whole
        return [("", told.value)]
    return [*shown, (APART, left)]


def _lines(measure: Measure, segments: list[Segment]) -> Iterator[Line]:
    """One line for each that was counted; of minutes one for each part, since a row's minutes are its own."""
    serial = 0
    for label, total in segments:
        for n in [total] if measure.per > 1 and total else [1] * total:
            serial += 1
            yield Line(
                n, UUID(int=serial), None, measure.name, f"第 {serial} {measure.word[0]}", label, "", "", ""
            )  # fmt: skip


def must_be_published(unit: str, period: Period) -> None:
    if len(unit) < DISTRICT:
        raise Refused("这里的数字按区公布。请选一个区或区里的站。")
    if not cube.span(period) or period.until >= clock.today().replace(day=1):
        raise Refused("这里只看过完了的整月，或者从1月到某个月。请另选一段时间。")


def pattern(measure: Measure, district: str, period: Period) -> frozenset[Cell]:
    """The hidden cells of a year. What is not published yet, or not any more since other people stand behind it, is
    published by the first who asks; so it is for as long as the roll-ups lag behind the rows."""
    source, last = cube.source(measure), month(period.until).since
    if not source:
        return frozenset()
    known = behind(district, Period(date(last.year, 1, 1), period.until))
    lagging = known.never or known.of([measure.behind.table] if measure.behind else [])
    published = Published.objects.filter(district=district, source=source, month=last)
    if lagging or not published.exists():
        publish(district, source, last)
    rows = Hidden.objects.filter(district=district, source=source, year=last.year)
    return frozenset(Cell(*text.split("|")) for text in rows.values_list("cell", flat=True))


def ahead() -> None:
    """The month that is over and the year before, for a few districts and sources: so that nobody has to wait."""
    last = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    months = {last, date(last.year - 1, 12, 1)}
    done = set(
        Published.objects.filter(month__in=months).values_list("district", "source", "month")
    )
    stations = Unit.objects.filter(level=Level.STATION).values_list("code", flat=True)
    sources = {cube.source(measure) for measure in measures.every()} - {""}
    wanted = {(code[:DISTRICT], one, m) for code in stations for one in sources for m in months}
    for district, source, when in sorted(wanted - done)[:AT_ONCE]:
        publish(district, source, when)


def publish(district: str, source: str, last: date) -> None:
    """All months of the year that are over are looked at together; what was hidden before stays hidden."""
    with transaction.atomic():
        known = Hidden.objects.filter(district=district, source=source, year=last.year)
        kept = {Cell(*text.split("|")) for text in known.values_list("cell", flat=True)}
        persons = cube.persons(source, district, last)
        hidden = hiding.hide(persons, cube.lines({*persons, *kept}), kept)
        Hidden.objects.bulk_create(
            [
                Hidden(district=district, source=source, year=last.year, cell=str(cell))
                for cell in sorted(hidden - kept)
            ],
            ignore_conflicts=True,
        )
        months = [date(last.year, n, 1) for n in range(1, last.month + 1)]
        Published.objects.bulk_create(
            [Published(district=district, source=source, month=m) for m in months],
            ignore_conflicts=True,
        )


def _cell(measure: Measure, unit: str, period: Period, by: str, code: str) -> Cell:
    """The cell of one part of a figure."""
    span, part = cube.span(period), cube.klass(measure)
    if by == "month":
        return Cell(unit, code, part)
    if by == "unit":
        alone = code == unit and len(unit) in cube.WHOLE
        return Cell(code + cube.ITSELF if alone else code, span, part)
    return Cell(unit, span, PARTS[by] + ("" if code == "-" else code))


def _veiled(part: Part, shut: bool) -> Part:
    return Part(part.code, part.label, None, None) if shut else part


outside.hang(figure=figure, rows=rows)
