"""What a code was before, and the calendar of a year as its notice tells it."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.core.actor import Actor
from huiyin.places.models import AreaChange, Day, Festival

ORDER = {name: n for n, name in enumerate(Festival.values)}


@dataclass(frozen=True)
class Run:
    """Consecutive dates: 2月15日至23日，9 天."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Arrangement:
    """One festival of one year."""

    name: str
    rest: list[Run]
    work: list[date]  # worked though a weekend, or though inside the days of rest
    sources: str

    @property
    def rest_days(self) -> int:
        return sum(run.days for run in self.rest)


def arrangements(actor: Actor, year: int) -> list[Arrangement]:
    """The year's festivals in their order; what bears a name of its own comes last."""
    rows = Day.objects.visible_to(actor).filter(
        date__gte=date(year, 1, 1), date__lte=date(year, 12, 31)
    )
    found: dict[str, list[Day]] = {}
    for row in rows.exclude(name="").order_by("date"):
        found.setdefault(row.name, []).append(row)
    ordered = sorted(found, key=lambda name: (ORDER.get(name, len(ORDER)), found[name][0].date))
    return [_arrangement(name, found[name]) for name in ordered]


def codes_of(actor: Actor, code: str, on: date) -> set[str]:
    """The codes whose rows belong to a place on that date: its own and those it succeeded, at any remove.

    Only renamed and merged places are succeeded. Of a split place nobody can say which part a row belongs to:
    its rows stay under the code they were written with.
    """
    found = asked = {code}
    inherits = [AreaChange.Kind.RENAMED, AreaChange.Kind.MERGED]
    while asked:
        changes = AreaChange.objects.visible_to(actor).filter(
            new__in=asked, on__lte=on, kind__in=inherits
        )
        asked = set(changes.values_list("old", flat=True)) - found
        found = found | asked
    return found


def _arrangement(name: str, days: list[Day]) -> Arrangement:
    rest = _runs([day.date for day in days if not day.working])
    sources = "，".join(dict.fromkeys(day.source for day in days))
    return Arrangement(name, rest, [day.date for day in days if day.working], sources)


def _runs(days: list[date]) -> list[Run]:
    runs: list[Run] = []
    for day in days:
        if runs and runs[-1].last + timedelta(days=1) == day:
            runs[-1] = Run(runs[-1].first, day)
        else:
            runs.append(Run(day, day))
    return runs
