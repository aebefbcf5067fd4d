"""Cells made of lines, and written: only what differs from what stands is touched."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from huiyin.core.codes import under
from huiyin.insight import cube, measures
from huiyin.insight.figures import Period, year
from huiyin.insight.models import Distinct, Presence, Published, Rollup
from huiyin.insight.sources import Source

CELL = ("l_unit", "l_month", "l_community", "l_klass")
Cell = tuple[str, date, str, str]  # unit, month, community, class
Sums = Counter[tuple[str, Cell]]  # by measure
People = set[tuple[str, Cell, UUID]]  # by source


def sums(source: Source, node: str, period: Period, units: Collection[str]) -> Counter[Cell]:
    lines = _lines(source, node, period, units).values(*CELL).annotate(total=Sum("l_n"))
    return Counter({line[:-1]: line[-1] for line in lines.values_list(*CELL, "total") if line[-1]})


def people(
    source: Source, node: str, period: Period, units: Collection[str] = ()
) -> Iterator[tuple[str, Cell, UUID]]:
    lines = _lines(source, node, period, units).values_list(*CELL, "l_person").distinct()
    for line in lines.iterator(5000):
        if line[-1] is not None:
            yield source.code, line[:-1], line[-1]


def _lines(source: Source, node: str, period: Period, units: Collection[str]) -> QuerySet[Any, Any]:
    lines = source.lines(node, period).order_by()
    return lines.filter(**{f"{source.unit}__in": list(units)}) if units else lines


def sums_of(
    wanted: Iterable[measures.Measure], node: str, period: Period, units: Collection[str] = ()
) -> Sums:
    """Every measure's cells; a source that several measures share is asked once."""
    asked: dict[str, Counter[Cell]] = {}
    found: Sums = Counter()
    for measure in wanted:
        for source in measure.sources:
            if source.code not in asked:
                asked[source.code] = sums(source, node, period, units)
            found.update({(measure.id, cell): n for cell, n in asked[source.code].items()})
    return found


def settle_sums(wanted: Sums, ids: Collection[str], month: date, units: Collection[str]) -> None:
    stand = Rollup.objects.filter(measure__in=ids, unit__in=units, month=month, whole=False)
    _settle(stand, wanted, whole=False)


def settle_whole(ids: Collection[str], month: date, district: str) -> None:
    """The district's own row: what its holders' rows add up to."""
    leaves = Rollup.objects.filter(
        under("unit", district), measure__in=ids, month=month, whole=False
    )
    added = leaves.values("measure", "klass").annotate(total=Sum("value")).order_by()
    wanted: Sums = Counter(
        {(line["measure"], (district, month, "", line["klass"])): line["total"] for line in added}
    )
    stand = Rollup.objects.filter(measure__in=ids, unit=district, month=month, whole=True)
    _settle(stand, wanted, whole=True)


def _settle(stand: QuerySet[Rollup], wanted: Sums, *, whole: bool) -> None:
    left = Counter(wanted)
    gone: list[UUID] = []
    for row in stand:
        total = left.pop((row.measure, (row.unit, row.month, row.community, row.klass)), 0)
        if total == 0:
            gone.append(row.pk)
        elif total != row.value:
            Rollup.objects.filter(pk=row.pk).update(value=total)
    Rollup.objects.filter(pk__in=gone).delete()
    Rollup.objects.bulk_create(rollups(left, whole=whole))


def rollups(found: Sums, *, whole: bool = False) -> Iterator[Rollup]:
    for (measure, (unit, month, community, klass)), total in found.items():
        yield Rollup(
            measure=measure, unit=unit, month=month, community=community, klass=klass, whole=whole,
            value=total,
        )  # fmt: skip


def settle_people(
    wanted: People, codes: Collection[str], month: date, units: Collection[str]
) -> None:
    stand = Presence.objects.filter(source__in=codes, unit__in=units, month=month)
    left, gone = set(wanted), []
    for row in stand.iterator(5000):
        key = (row.source, (row.unit, row.month, row.community, row.klass), row.person)
        if key in left:
            left.remove(key)
        else:
            gone.append(row.pk)
    for at in range(0, len(gone), 500):
        Presence.objects.filter(pk__in=gone[at : at + 500]).delete()
    Presence.objects.bulk_create(presences(left), batch_size=1000)
    if left or gone:
        _unpublish(codes, month, {unit[:6] for unit in units})


def _unpublish(codes: Collection[str], month: date, districts: Collection[str]) -> None:
    """Other people stand behind a month than when its table was published: it is looked at anew, and may hide more."""
    tables = {cube.SPLIT.get(code, code) for code in codes}
    later = {"month__gte": month, "month__lte": month.replace(month=12)}
    Published.objects.filter(district__in=districts, source__in=tables, **later).delete()


def presences(found: Iterable[tuple[str, Cell, UUID]]) -> Iterator[Presence]:
    for source, (unit, month, community, klass), person in found:
        yield Presence(
            source=source, unit=unit, month=month, community=community, klass=klass, person=person
        )


def settle_distinct(codes: Collection[str], month: date, district: str) -> None:
    """How many different persons the district saw in this month, and in its year."""
    spans = {Distinct.Span.MONTH: (month, month), Distinct.Span.YEAR: year(month.year)}
    for span, (since, until) in spans.items():
        present = Presence.objects.filter(
            under("unit", district), source__in=codes, month__range=(since, until)
        )
        counts = present.values("source").annotate(n=Count("person", distinct=True)).order_by()
        found: dict[str, int] = defaultdict(int, counts.values_list("source", "n"))
        for code in codes:
            _settle_one(district, span, since, code, found[code])


def _settle_one(district: str, span: str, since: date, code: str, persons: int) -> None:
    key = {"district": district, "span": span, "since": since, "source": code}
    row = Distinct.objects.filter(**key).first()
    if row is None and persons:
        Distinct.objects.create(**key, persons=persons)
    elif row is not None and row.persons != persons:
        row.persons, row.version = persons, row.version + 1
        row.save()
