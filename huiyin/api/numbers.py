"""Figures for programs: the number, and the address of the rows it is made of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from huiyin.api import answers, errors
from huiyin.core.actor import Actor
from huiyin.core.errors import Unseen
from huiyin.insight import measures, queries
from huiyin.insight.figures import Figure, Line
from huiyin.insight.measures import Measure

NO_MEASURE = "没有这个数字。有哪些，看 /api/v1/measures。"
NO_NEXT = "next 要原样用上一页答的那一个。"
ROWS = "/api/v1/figures/rows"


@dataclass(frozen=True)
class Asked:
    """A figure, or one part of it."""

    measure: str
    unit: str
    since: date
    until: date
    by: str = ""
    part: str = ""

    @property
    def told(self) -> dict[str, str]:
        """As an address says it; what was not asked is left out."""
        said = {
            "measure": self.measure, "unit": self.unit, "from": str(self.since), "to": str(self.until),
            "by": self.by, "part": self.part,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value or name == "unit"}


def every() -> answers.Measures:
    return answers.Measures(
        measures=[
            answers.Measure(
                id=m.id, name=m.name, says=m.says, word=m.word, by=list(m.by), per=m.per
            )
            for m in measures.every()
        ]
    )


def figure(asked: Asked, by: Actor) -> answers.Figure:
    measure = _measure(asked)
    found = queries.figure(
        by, asked.measure, unit=asked.unit, since=asked.since, until=asked.until, by=asked.by
    )
    return _figure(found, measure, asked)


def rows(asked: Asked, by: Actor, after: str) -> answers.Lines:
    """Σ n over all pages is the figure's sum, or that of the part that was asked for."""
    _measure(asked)
    _must_be_of_our_time(after)
    lines, beyond = queries.rows(
        by, asked.measure, unit=asked.unit, since=asked.since, until=asked.until, by=asked.by,
        part=asked.part, after=after,
    )  # fmt: skip
    return answers.Lines(rows=[_line(line) for line in lines], next=beyond or None)


def _measure(asked: Asked) -> Measure:
    try:
        return measures.of(asked.measure)
    except Unseen:
        raise errors.wrong({"measure": NO_MEASURE}) from None


def _must_be_of_our_time(after: str) -> None:
    """A key with a moment that no calendar has: SQLite fails on it and PostgreSQL does not."""
    try:
        datetime.fromisoformat(after.split("~")[1]).astimezone(UTC)
    except OverflowError:
        raise errors.wrong({"next": NO_NEXT}) from None
    except (IndexError, ValueError):
        return  # no key at all, or one the list itself knows to refuse


def _figure(found: Figure, measure: Measure, asked: Asked) -> answers.Figure:
    return answers.Figure(
        measure=found.measure, unit=found.unit, since=found.since, until=found.until,
        value=_amount(measure, found.value), rows=f"{ROWS}?{urlencode(asked.told)}", sum=found.value,
        word=measure.word, of=_amount(measure, found.of), counted_at=found.counted_at,
        parts=[
            answers.Part(code=p.code, label=p.label, value=_amount(measure, p.value)) for p in found.parts
        ],
    )  # fmt: skip


def _amount(measure: Measure, value: int | None) -> float | None:
    return None if value is None else measure.amount(value)


def _line(line: Line) -> answers.Line:
    return answers.Line(
        n=line.n, row=line.row if line.url else None, on=line.on, what=line.what, whom=line.whom,
        unit=line.unit, community=line.community, klass=line.klass, worker=line.worker,
    )  # fmt: skip
