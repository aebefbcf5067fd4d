"""Verbs on the boundary."""

from typing import Any

from huiyin.audit.rule import rule
from huiyin.contracts.models import BoundaryRule, Verdict
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused

KEPT = (
    "matter",
    "name",
    "place",
)  # what a matter is called is the house's; what is said of it is the station's


@rule("boundary.edit")
def edit(
    row: BoundaryRule, *, by: Actor, verdict: str, wording: str, why: str, how: str, limits: str,
    addressee: str, basis: str, agreed_by: str,
) -> BoundaryRule:  # fmt: skip
    """A new row for the lead's own station from today; the row before it ends and is kept.

    The default of the house stays for everyone else: editing it makes the station's own.
    """
    if row.until is not None:
        raise Refused("这一条已经有更新的写法。请刷新页面，改最新的一条。")
    if row.unit not in {"", by.station}:
        raise Refused("这一条是别的站的，改不了。请在本站的“能不能转”里改。")
    if verdict == Verdict.CANNOT and not addressee:
        raise Refused("不能转的事要写明该找谁，居委会才知道往哪里去。")
    if row.unit:
        row.until = clock.today()
        row.save()
    said: dict[str, Any] = {name: getattr(row, name) for name in KEPT}
    said |= {"verdict": verdict, "wording": wording, "why": why, "how": how, "limits": limits}
    said |= {"addressee": addressee, "basis": basis, "agreed_by": agreed_by}
    _no_station_twice(row, by)
    return BoundaryRule.objects.create(unit=by.station, **said)


def _no_station_twice(row: BoundaryRule, by: Actor) -> None:
    """A house row edited from an old page while the station has its own already."""
    own = BoundaryRule.objects.current().filter(unit=by.station, matter=row.matter)
    if not row.unit and own.exists():
        raise Refused("本站已经有自己的写法。请刷新页面，改最新的一条。")
