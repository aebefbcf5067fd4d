"""Counting: from the lines themselves, or from the roll-ups that were made of them. Both answer one Question."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Substr

from huiyin.core.codes import under
from huiyin.insight.figures import Period, month, year
from huiyin.insight.measures import Measure
from huiyin.insight.models import Distinct, Presence, Rollup
from huiyin.insight.sources import MERGES, Source

DISTRICT = 6  # characters: above it persons are sums, and roll-ups hold whole districts
Counts = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """What is counted, under which node, in which days, parted by which columns.

    `level`: how many characters of the holder's code column `child` shows. `only`: of these classes.
    """

    measure: str
    sources: tuple[Source, ...]
    node: str
    period: Period
    persons: bool = False
    columns: tuple[str, ...] = ()
    level: int = 0
    only: tuple[str, ...] = ()
    worker: UUID | None = None

    @classmethod
    def of(cls, measure: Measure, node: str, period: Period, **more: Any) -> "Question":
        return cls(measure.id, measure.sources, node, period, measure.persons, **more)

    @classmethod
    def behind(cls, measure: Measure, node: str, period: Period, **more: Any) -> "Question":
        """Who stands behind it: different persons, of the measure's classes."""
        sources = (measure.behind,) if measure.behind else ()
        return cls("", sources, node, period, persons=True, only=measure.only, **more)

    @property
    def tables(self) -> frozenset[str]:
        """Whose touches may change the answer."""
        named = {MERGES} if any(source.person for source in self.sources) else set()
        return frozenset({source.table for source in self.sources} | named)

    @property
    def above(self) -> bool:
        return len(self.node) < DISTRICT

    def during(self, period: Period) -> "Question":
        return replace(self, period=period)


def live(q: Question) -> Counts:
    """From the lines, as they are now."""
    found: Counts = Counter()
    for source in q.sources:
        found.update(_grouped(source.lines(q.node, q.period, q.worker), q, q.columns))
    return found


def kept(q: Question) -> Counts:
    """From the roll-ups; the period must be of whole months."""
    if not q.persons:
        sums = Rollup.objects.filter(measure=q.measure, whole=q.above)
        return _grouped(_within(sums, q, l_n=F("value")), q, q.columns)
    if _has_distinct(q):
        return _distinct(q)
    rows = Presence.objects.filter(source__in=[source.code for source in q.sources])
    districts = ("l_district",) if q.above else ()
    found = _grouped(_within(rows, q, l_person=F("person")), q, (*q.columns, *districts))
    return _folded(found, len(q.columns))


def _within(rows: QuerySet[Any], q: Question, **columns: Any) -> QuerySet[Any]:
    columns |= {"l_unit": F("unit"), "l_month": F("month")}
    columns |= {"l_community": F("community"), "l_klass": F("klass")}
    here = rows.filter(under("unit", q.node), month__range=q.period)
    return cast("QuerySet[Any]", here.annotate(**columns))


def _grouped(rows: QuerySet[Any], q: Question, columns: tuple[str, ...]) -> Counts:
    total = Count("l_person", distinct=True) if q.persons else Sum("l_n")
    rows = rows.filter(l_klass__in=q.only) if q.only else rows
    if not columns:
        return Counter({(): rows.aggregate(total=total)["total"] or 0})
    if "l_child" in columns:
        rows = rows.annotate(l_child=Substr("l_unit", 1, q.level))
    if "l_district" in columns:
        rows = rows.annotate(l_district=Substr("l_unit", 1, DISTRICT))
    found = rows.order_by().values(*columns).annotate(total=total)
    return Counter({line[:-1]: line[-1] for line in found.values_list(*columns, "total")})


def _folded(found: Counts, width: int) -> Counts:
    folded: Counts = Counter()
    for key, total in found.items():
        folded[key[:width]] += total
    return folded


def _has_distinct(q: Question) -> bool:
    """Whether districts were counted for just this: whole, by a calendar month or year."""
    plain = not q.only and len(q.node) <= DISTRICT and set(q.columns) <= {"l_month", "l_child"}
    wide = "l_child" not in q.columns or q.level <= DISTRICT
    return plain and wide and ("l_month" in q.columns or _span(q.period) != "")


def _span(period: Period) -> str:
    if period == month(period.since):
        return str(Distinct.Span.MONTH)
    return str(Distinct.Span.YEAR) if period == year(period.since.year) else ""


def _distinct(q: Question) -> Counts:
    span = Distinct.Span.MONTH if "l_month" in q.columns else _span(q.period)
    rows: QuerySet[Any] = Distinct.objects.filter(
        under("district", q.node), source__in=[source.code for source in q.sources], span=span,
        since__range=q.period,
    )  # fmt: skip
    rows = rows.annotate(l_month=F("since"), l_unit=F("district"), l_n=F("persons"))
    return _grouped(rows, replace(q, persons=False), q.columns)
