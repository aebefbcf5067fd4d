"""What the parts of a figure are called, in the order in which they are read."""

from collections.abc import Iterable, Sequence
from typing import Any

from huiyin.access.models import Unit
from huiyin.core.actor import Actor
from huiyin.insight.figures import Period
from huiyin.places.models import Area
from huiyin.records.models import Klass

NOWHERE, NO_CODE = "没写社区", "-"  # a part needs a code, also where there is none
Named = tuple[Any, str, str]  # the key it was counted under, its code, its label


def parts(by: str, found: Sequence[Any], period: Period, actor: Actor) -> list[Named]:
    """Every month of the period, also an empty one; of units, communities and classes those with rows."""
    if by == "month":
        return [(m, f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in period.months]
    if by == "worker":
        return [(key, str(key), actor.name) for key in found]
    if by == "klass":
        return [(k.value, k.value, str(k.label)) for k in Klass if k.value in found]
    names = units(found) if by == "unit" else areas(found)
    ordered = sorted(found, key=lambda code: (not code, code))
    return [(code, code or NO_CODE, names[code]) for code in ordered]


def units(codes: Iterable[str]) -> dict[str, str]:
    """Names of holders; a code above the units (a city's) is called as its area."""
    asked = set(codes)
    names = dict(Unit.objects.filter(code__in=asked).values_list("code", "name"))
    left = asked - names.keys()
    return names | areas(left) if left else names


def areas(codes: Iterable[str]) -> dict[str, str]:
    asked = set(codes)
    names = dict(Area.objects.filter(code__in=asked).values_list("code", "name"))
    return {code: names.get(code) or (code or NOWHERE) for code in asked}
