"""Reads of the boundary, and of whose boundary it is."""

from string import ascii_uppercase

from django.db.models import Q

from huiyin.access.models import Organisation, Unit
from huiyin.access.models.units import Level
from huiyin.contracts.models import BoundaryRule
from huiyin.core.actor import Actor
from huiyin.core.codes import under


def boundary(actor: Actor, *, station: str) -> list[BoundaryRule]:
    """One row a matter, in the order of the form; the station's own goes before the house's. One query."""
    rows = BoundaryRule.objects.visible_to(actor).current().governing(station).order_by("unit")
    nearest = {row.matter: row for row in rows}  # a longer code sorts after its prefix and wins
    return sorted(nearest.values(), key=lambda row: (row.place, row.name))


def history(row: BoundaryRule, actor: Actor) -> list[BoundaryRule]:
    """Every row that ever held for this matter at this row's unit and above, newest first."""
    rows = BoundaryRule.objects.visible_to(actor).governing(row.unit).filter(matter=row.matter)
    return list(rows.order_by("-since", "-id"))


def stations(actor: Actor) -> list[Unit]:
    """The stations this actor works at or asks of, the likeliest first."""
    if actor.unit:
        open_ones = Unit.objects.visible_to(actor).open().stations()
        return list(open_ones.filter(under("code", actor.station)).select_related("receiver__user"))
    if not actor.org:
        return []
    return stations_of(Organisation.objects.visible_to(actor).get(pk=actor.org), actor)


def stations_of(organisation: Organisation, actor: Actor) -> list[Unit]:
    """Who serves where this body is: the station whose room is in its community, then the street's others.

    A body of the whole district, or of a street without a station, may ask any station of the district.
    """
    area = organisation.area_id or ""
    if len(area) < 6:
        return []
    rooms = [f"{area[:9]}{letter}{area[9:12]}" for letter in ascii_uppercase]
    units = Unit.objects.visible_to(actor).open().filter(under("code", area[:6]))
    wanted = units.filter(Q(level=Level.STATION) | Q(code__in=rooms)).select_related(
        "receiver__user"
    )
    found = list(wanted.order_by("code"))
    home = {unit.code[:10] for unit in found if unit.level == Level.ROOM}
    open_stations = [unit for unit in found if unit.level == Level.STATION]
    near = [unit for unit in open_stations if len(area) >= 9 and unit.code.startswith(area[:9])]
    return sorted(near or open_stations, key=lambda unit: (unit.code not in home, unit.code))
