"""Everything counted anew, after a load that went past the doors; and everything compared, to be sure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Model, Sum
from django.db.models.functions import Substr, TruncYear

from huiyin.audit.models import LANES, Touch
from huiyin.core import clock
from huiyin.insight import measures, recount, settling
from huiyin.insight.figures import EVER
from huiyin.insight.models import Distinct, Lane, Presence, Published, Rollup
from huiyin.insight.settling import People, Sums

BATCH = 5000


def everything() -> int:
    """All lanes held; every row thrown away and made again from the lines; answers how many cells there are."""
    with transaction.atomic():
        for n in range(LANES):
            recount.hold(n)
        now = clock.now()
        for model in (Touch, Rollup, Presence, Distinct, Published):
            model.objects.all().delete()
        sums = settling.sums_of(measures.every(), "", EVER)
        _pour(Rollup, settling.rollups(sums))
        for source in recount.present():
            _pour(Presence, settling.presences(settling.people(source, "", EVER)))
        _pour(Rollup, settling.rollups(_wholes(), whole=True))
        for span in Distinct.Span:
            _pour(Distinct, _distinct(span))
        Lane.objects.update(counted_at=now, ripe_at=now)
    return len(sums)


def _pour(model: type[Model], rows: Iterable[Any]) -> None:
    """In pieces, so that a nation fits into memory."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)


def _wholes() -> Sums:
    leaves = Rollup.objects.filter(whole=False).annotate(district=Substr("unit", 1, 6)).order_by()
    keys = ("measure", "district", "month", "klass")
    added = leaves.values(*keys).annotate(total=Sum("value"))
    return Counter(
        {(m, (d, month, "", k)): n for m, d, month, k, n in added.values_list(*keys, "total")}
    )


def _distinct(span: str) -> Iterator[Distinct]:
    since = F("month") if span == Distinct.Span.MONTH else TruncYear("month")
    rows = Presence.objects.annotate(district=Substr("unit", 1, 6), since=since).order_by()
    keys = ("source", "district", "since")
    counts = rows.values(*keys).annotate(n=Count("person", distinct=True))
    for source, district, first, n in counts.values_list(*keys, "n"):
        yield Distinct(source=source, district=district, since=first, span=span, persons=n)


def wrong() -> list[str]:
    """Cells that are not what the lines say, by name; none, or something is broken."""
    found: list[str] = []
    found += _apart("sum", settling.sums_of(measures.every(), "", EVER), _standing(whole=False))
    found += _apart("district", _wholes(), _standing(whole=True))
    stand = {
        (p.source, (p.unit, p.month, p.community, p.klass), p.person): 1
        for p in Presence.objects.iterator(BATCH)
    }
    people: People = set()
    for source in recount.present():
        people.update(settling.people(source, "", EVER))
    found += _apart("presence", dict.fromkeys(people, 1), stand)
    for span in Distinct.Span:
        made = {(d.source, d.district, d.since): d.persons for d in _distinct(span)}
        rows = Distinct.objects.filter(span=span, persons__gt=0)
        found += _apart(span, made, {(d.source, d.district, d.since): d.persons for d in rows})
    return found


def _standing(*, whole: bool) -> Sums:
    rows = Rollup.objects.filter(whole=whole)
    return Counter(
        {(r.measure, (r.unit, r.month, r.community, r.klass)): r.value for r in rows.iterator(BATCH)}
    )  # fmt: skip


def _apart(what: str, lines: dict[Any, int], stand: dict[Any, int]) -> list[str]:
    keys = sorted({*lines, *stand}, key=str)
    pairs = ((key, lines.get(key, 0), stand.get(key, 0)) for key in keys)
    return [f"{what} {key}: {stood}, counted {n}" for key, n, stood in pairs if n != stood]
