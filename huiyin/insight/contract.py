"""A contract's indicators as they stand: what was promised, what is done, what is short; never a score.

Hung on the contract's page from here, since the room of contracts knows no measure (model.md 2).
"""

from dataclasses import dataclass
from datetime import date
from math import ceil

from django.urls import reverse

from huiyin.contracts import countable
from huiyin.contracts.models import Cap, Contract, Indicator
from huiyin.contracts.queries import Sheet, sheet
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused, Unseen
from huiyin.insight import charts, measures, outside, queries
from huiyin.insight.figures import Figure, Part, Period, month, year
from huiyin.insight.measures import Measure
from huiyin.insight.pages import Where
from huiyin.ui import slots

MARK, LONG = 80, 100  # of an indicator's bar: where the target stands, and how long it may get
SPAN, REMIND = (
    110,
    80,
)  # of a cap's meter: its width, and where the reminder stands, in per cent of the cap


def choices() -> list[tuple[str, str]]:
    return [(measure.id, f"{measure.name}（{measure.word}）") for measure in measures.every()]


countable.hung["measures"] = choices
slots.add("contract.panel", "insight:contract", needs="contract.view", label="指标", order=10)


@dataclass(frozen=True)
class Goal:
    """One indicator: `value` None is a figure that may not be shown, or that there is none of yet."""

    indicator: Indicator
    measure: Measure
    value: int | None
    of: int | None
    url: str
    current: bool = False

    @property
    def rate(self) -> bool:
        return bool(self.measure.of)

    @property
    def wanted(self) -> int:
        """What the target comes to, in what the value is kept in."""
        if self.rate:
            return ceil(self.indicator.target * (self.of or 0) / 100)
        return self.indicator.target * self.measure.per

    @property
    def counted(self) -> bool:
        return self.value is not None and (not self.rate or bool(self.of))

    @property
    def short(self) -> int:
        """How many of the measure's word are missing."""
        return max(0, ceil((self.wanted - (self.value or 0)) / self.measure.per))

    @property
    def reached(self) -> bool:
        return self.counted and self.short == 0

    @property
    def word(self) -> str:
        if not self.counted:
            return "不显示" if self.value is None else "还没有到期的"
        return f"差 {self.short:,} {self.measure.word}" if self.short else "达到"

    @property
    def done(self) -> str:
        if self.rate:
            return f"{100 * (self.value or 0) / (self.of or 1):.1f}%"
        return f"{self.measure.amount(self.value or 0):,}"

    @property
    def bar(self) -> float:
        return round(min(LONG, MARK * (self.value or 0) / (self.wanted or 1)), 1)


@dataclass(frozen=True)
class Meter:
    """A cap: how much of it is used, where the reminder stands."""

    cap: Cap
    hours: float
    share: int | None  # of all hours of service, in per cent
    all_hours: float
    url: str

    @property
    def used(self) -> int:
        return int(100 * self.hours / self.cap.hours)

    @property
    def remind(self) -> int:
        return self.cap.hours * REMIND // 100

    @property
    def calm(self) -> float:
        return float(min(self.used, REMIND))

    @property
    def beyond(self) -> float:
        return float(min(self.used, SPAN) - REMIND)

    @property
    def word(self) -> str:
        if self.used > 100:
            return f"超出 {self.hours - self.cap.hours:,.0f} 小时"
        return "已过提醒线" if self.used >= REMIND else ""


@dataclass(frozen=True)
class Opened:
    """One number opened beside the others."""

    goal: Goal
    how: str
    parts: list[tuple[Part, float]]
    hidden: int
    rows: str
    about: str

    @property
    def why(self) -> str:
        """The reason, in one sentence, without saying which of them is the small one."""
        if not self.hidden:
            return ""
        return "有的格里少于 5 人，为保护居民不单列；别的格一并隐去，免得相减得出。"


@dataclass(frozen=True)
class Page:
    sheet: Sheet
    period: Period | None
    goals: list[Goal]
    meters: list[Meter]
    opened: Opened | None

    @property
    def title(self) -> list[str]:
        """9 项指标，8 项达到，1 项差 2 件"""
        short = [goal for goal in self.goals if goal.counted and goal.short]
        said = [f"{len(self.goals)} 项指标", f"{sum(goal.reached for goal in self.goals)} 项达到"]
        if len(short) == 1:
            return [*said, f"1 项{short[0].word}"]
        return [*said, f"{len(short)} 项还差"] if short else said


def period(actor: Actor, contract: Contract) -> Period | None:
    """The contract's days so far; for outside eyes as far as a month that is over. None: nothing yet."""
    today = clock.today()
    over = date.fromordinal(today.replace(day=1).toordinal() - 1)
    until = min(contract.until, over if outside.looking(actor) else today)
    return Period(contract.since, until) if contract.since <= until else None


def page(actor: Actor, contract: Contract, code: str = "") -> Page:
    told, span = sheet(contract), period(actor, contract)
    if span is None:
        return Page(told, None, [], [], None)
    goals = [_goal(actor, told, one, span, code) for one in told.indicators]
    meters = [_meter(actor, told, cap, span) for cap in told.caps]
    current = next((goal for goal in goals if goal.current), None)
    opened = _opened(actor, told, current, span) if current else None
    return Page(told, span, goals, [meter for meter in meters if meter], opened)


def _goal(actor: Actor, told: Sheet, indicator: Indicator, span: Period, code: str) -> Goal:
    measure = measures.of(indicator.measure)
    found = _figures(actor, told, measure, span)
    url = f"{reverse('insight:contract', args=[told.contract.pk])}?open={indicator.code}"
    value, of = _sum([f.value for f in found]), _sum([f.of for f in found])
    return Goal(indicator, measure, value, of, url, indicator.code == code)


def _sum(values: list[int | None]) -> int | None:
    """Of several stations; what may not be shown of one may not be shown of all."""
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _figures(
    actor: Actor, told: Sheet, measure: Measure, span: Period, by: str = ""
) -> list[Figure]:
    """One of each station; none where this actor may not look, or where these days are not published."""
    try:
        return [
            queries.figure(
                actor, measure.id, unit=unit.code, since=span.since, until=span.until, by=by
            )
            for unit in told.stations
        ]
    except (Unseen, Refused):
        return []


def _meter(actor: Actor, told: Sheet, cap: Cap, span: Period) -> Meter | None:
    measure, service = measures.of(f"{cap.klass}.hours"), measures.of("service.hours")
    used = _sum([f.value for f in _figures(actor, told, measure, span)])
    every = _sum([f.value for f in _figures(actor, told, service, span)])
    if used is None:
        return None
    share = round(100 * used / every) if every else None
    url = _where(actor, told, span).rows(measure.id, "month")
    return Meter(cap, measure.amount(used), share, service.amount(every or 0), url)


def _where(actor: Actor, told: Sheet, span: Period) -> Where:
    """The address of the first station's figures of these days."""
    unit, today = told.stations[0], clock.today()
    choice = "own"
    if outside.looking(actor):
        choice = "last_year" if span == year(today.year - 1) else "this_year"
        choice = "last_month" if span == month(span.since) else choice
    return Where(unit.code, unit.name, span, choice, told.contract.name)


def _opened(actor: Actor, told: Sheet, goal: Goal, span: Period) -> Opened:
    parted = "community" in goal.measure.by and not goal.measure.only
    by = "community" if parted else "month"
    found = _figures(actor, told, goal.measure, span, by)
    parts = charts.lengths([part for figure in found for part in figure.parts])
    where = _where(actor, told, span)
    return Opened(
        goal, "按社区" if parted else "按月", parts, sum(part.value is None for part, _ in parts),
        where.rows(goal.measure.id, by), where.figure(goal.measure.id),
    )  # fmt: skip
