"""What the pages of figures show: groups of numbers, one of them opened, the rows behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.access.models import Unit
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.insight import charts, measures, outside, queries
from huiyin.insight.charts import Chart
from huiyin.insight.figures import Figure, Line, Part, Period, month, year
from huiyin.insight.measures import Measure
from huiyin.insight.queries import naming

GROUPS = (
    ("服务", ("service.persons", "service.person_times", "casework.persons", "casework.person_times")),
    ("个案和转介", ("cases.opened", "cases.closed", "referrals.answered_in_time")),
    ("工时", ("service.hours", "professional.hours", "admin.hours", "emergency.hours", "internal.hours")),
)  # fmt: skip
STATIONS = (
    "service.persons",
    "service.person_times",
    "service.hours",
    "referrals.answered_in_time",
)
WORDS = {"community": "按社区", "klass": "按类别", "unit": "按站和社工室"}
FEW_MONTHS = 2  # below this a picture by month says nothing


@dataclass(frozen=True)
class Where:
    """The address of what is looked at; every number on the page leads on from it."""

    unit: str
    name: str
    period: Period
    choice: str
    label: str

    @property
    def span(self) -> str:
        """2025年 · 2025年3月 · 2025年3月2日至4月5日"""
        since, until = self.period
        if self.period == year(since.year):
            return f"{since.year}年"
        if self.period == month(since):
            return f"{since.year}年{since.month}月"
        ends = f"{until.year}年" if until.year != since.year else ""
        return f"{since.year}年{since.month}月{since.day}日至{ends}{until.month}月{until.day}日"

    def query(self, **more: str) -> str:
        span = {"since": self.period.since.isoformat(), "until": self.period.until.isoformat()}
        asked = {"unit": self.unit, "period": self.choice, **(span if self.choice == "own" else {})}
        return urlencode(asked | more)

    def figure(self, measure: str) -> str:
        return f"{reverse('insight:figure', args=[measure])}?{self.query()}"

    def rows(self, measure: str, by: str = "", part: str = "", **more: str) -> str:
        narrowed = {"by": by, "part": part} if by else {}
        return f"{reverse('insight:rows', args=[measure])}?{self.query(**narrowed, **more)}"


@dataclass(frozen=True)
class Shown:
    """A number as a page writes it; `amount` None: not to be shown."""

    measure: Measure
    amount: int | float | None
    url: str
    of: int | None = None
    of_url: str = ""  # to what it is a part of

    @property
    def word(self) -> str:
        return self.measure.word

    @property
    def share(self) -> str:
        """93.8%: in words beside its denominator; of nothing there is no share."""
        return f"{100 * self.amount / self.of:.1f}%" if self.amount is not None and self.of else ""


@dataclass(frozen=True)
class Row:
    """A line of the sheet: the number, and its months as a small picture."""

    shown: Shown
    chart: Chart | None
    current: bool


@dataclass(frozen=True)
class Drill:
    """A number opened: by month, by community, class and unit, one's own part, and how it was counted."""

    figure: Figure
    shown: Shown
    chart: Chart | None
    months: list[tuple[Part, Shown]]
    lists: list[tuple[str, list[tuple[Part, float, Shown]]]]
    own: Shown | None
    overlaps: bool

    @property
    def first_month(self) -> str:
        return self.months[0][0].label

    @property
    def last_month(self) -> str:
        return self.months[-1][0].label


def places(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor may look: what she reaches, and the open units below."""
    found: dict[str, str] = {}
    for prefix in actor.reach:
        units = Unit.objects.open().filter(under("code", prefix)).order_by("code")
        below = [] if len(prefix) < 6 else list(units.values_list("code", "name"))
        found |= {prefix: _name(prefix)} | dict(below) | {prefix: _name(prefix)}
    return list(found.items())


def _name(code: str) -> str:
    """A district's code means all its stations, which is more than the hub that bears it."""
    if len(code) == 6:
        return f"{naming.areas([code])[code]}全区"
    return naming.units([code])[code] if code else "全国"


def named(code: str, listed: Sequence[tuple[str, str]]) -> str:
    return dict(listed).get(code) or _name(code)


def shown(figure: Figure, where: Where, url: str = "") -> Shown:
    measure = measures.of(figure.measure)
    amount = None if figure.value is None else measure.amount(figure.value)
    whole = where.figure(measure.of) if measure.of else ""
    return Shown(measure, amount, url or where.figure(measure.id), figure.of, whole)


def sheet(actor: Actor, where: Where, opened: str = "") -> list[tuple[str, list[Row]]]:
    """All measures in their groups; a period of several months also shows each month."""
    long = len(where.period.months) >= FEW_MONTHS
    ids = [id_ for _, ids in GROUPS for id_ in ids]
    asked = [(id_, "month" if long else "") for id_ in ids]
    found = queries.sheet(
        actor, asked, unit=where.unit, since=where.period.since, until=where.period.until
    )
    rows = {figure.measure: _row(figure, where, opened, long) for figure in found}
    return [(title, [rows[id_] for id_ in ids]) for title, ids in GROUPS]


def _row(figure: Figure, where: Where, opened: str, long: bool) -> Row:
    chart = charts.columns(figure.parts) if long else None
    return Row(shown(figure, where), chart, figure.measure == opened)


def stations(actor: Actor, where: Where) -> list[tuple[str, list[Shown]]]:
    """A district's stations, in the order of their codes: a table to find things in, not to rank by."""
    if len(where.unit) != 6:
        return []
    found = queries.sheet(
        actor, [(id_, "unit") for id_ in STATIONS], unit=where.unit, since=where.period.since,
        until=where.period.until,
    )  # fmt: skip
    names = dict(sorted((part.code, part.label) for figure in found for part in figure.parts))
    return [(name, [_of(figure, code, where) for figure in found]) for code, name in names.items()]


def _of(figure: Figure, code: str, where: Where) -> Shown:
    part = next((p for p in figure.parts if p.code == code), Part(code, "", 0))
    return _part(figure, part, "unit", where)


def _part(figure: Figure, part: Part, by: str, where: Where) -> Shown:
    one = figure.but(value=part.value, of=part.of)
    return shown(one, where, where.rows(figure.measure, by, part.code))


def drill(actor: Actor, measure: Measure, where: Where) -> Drill:
    dims = [by for by in ("community", "klass", "unit") if by in measure.by and _below(by, where)]
    months = len(where.period.months) >= FEW_MONTHS
    mine = not outside.looking(actor) and actor.user is not None
    by = [*(["month"] if months else [""]), *dims, *(["worker"] if mine else [])]
    found = queries.sheet(
        actor, [(measure.id, one) for one in by], unit=where.unit, since=where.period.since,
        until=where.period.until,
    )  # fmt: skip
    first, told = found[0], dict(zip(by, found, strict=True))
    return Drill(
        first, shown(first, where, where.rows(measure.id)),
        charts.columns(first.parts) if months else None,
        [(part, _part(first, part, "month", where)) for part in first.parts],
        [(WORDS[one], _listed(told[one], one, where)) for one in dims if len(told[one].parts) > 1],
        shown(told["worker"], where, where.rows(measure.id, "worker")) if mine else None,
        measure.persons,
    )  # fmt: skip


def _below(by: str, where: Where) -> bool:
    return by != "unit" or len(where.unit) in (6, 9, 10)


def _listed(figure: Figure, by: str, where: Where) -> list[tuple[Part, float, Shown]]:
    itself = "总站自己" if len(where.unit) == 6 else "站里"
    return [
        (
            replace(part, label=itself) if by == "unit" and part.code == where.unit else part,
            long, _part(figure, part, by, where),
        )
        for part, long in charts.lengths(figure.parts)
    ]  # fmt: skip


def lines(
    actor: Actor, measure: Measure, where: Where, by: str, part: str, after: str
) -> tuple[list[Line], str]:
    return queries.rows(
        actor, measure.id, unit=where.unit, since=where.period.since, until=where.period.until,
        by=by, part=part, after=after,
    )  # fmt: skip


def title(groups: Iterable[tuple[str, list[Row]]]) -> dict[str, Shown | bool]:
    """The numbers of the page's sentence."""
    rows = {row.shown.measure.id: row.shown for _, rows in groups for row in rows}
    nothing = not any(one.amount for one in rows.values())
    return {
        "persons": rows["service.persons"],
        "times": rows["service.person_times"],
        "nothing": nothing,
    }
