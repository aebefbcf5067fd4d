"""One district from its first account to its last Record, in one transaction."""

from dataclasses import dataclass

from django.db import transaction

from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.casework import Casework
from huiyin.demo.simulate.chance import Chance
from huiyin.demo.simulate.people import Homes, Who
from huiyin.demo.simulate.plan import Plan
from huiyin.demo.simulate.referrals import Referrals, clocks, taker
from huiyin.demo.simulate.span import Span
from huiyin.demo.simulate.staff import Hiring, Station

REFERRED, FOUND = (
    0.12,
    0.04,
)  # of a station's people: named by a committee; met by the station itself
ACTIVE = 200  # people known by face, from whom a group draws its few names


@dataclass(frozen=True)
class Made:
    district: str
    digest: str
    counts: dict[str, int]


class District:
    def __init__(self, plan: Plan, span: Span, password: str) -> None:
        self.plan, self.span, self.password = plan, span, password
        self.book, self.chance = Book.empty(), Chance(plan.seed)
        self.homes = Homes(self.book, self.chance, span)
        self.work = Casework(self.book, self.chance, span, plan.district)
        self.asks = Referrals(self.book, self.chance, span, self.work)

    def make(self) -> Made:
        with transaction.atomic():
            stations = Hiring(self.book, self.chance, self.span, self.password).district(self.plan)
            for n, station in enumerate(stations):
                self._station(station, heavy=self.plan.heavy and n == 0)
            digest, counts = self.book.close()
        return Made(self.plan.district, digest, counts)

    def _station(self, station: Station, *, heavy: bool) -> None:
        given, known = clocks(station), list[Who]()
        for who in self.homes.of(station):
            drawn = self.chance.random()
            if heavy and who.age >= 60:
                self._case(station, who, given, heavy=True)
                heavy = False
            elif drawn < REFERRED:
                self.asks.ask(station, who, given)
            elif drawn < REFERRED + FOUND:
                self._case(station, who, given)
            self.work.deeds.of(station, who)
            if len(known) < ACTIVE:
                known.append(who)
        self.work.deeds.of_all(station, known)

    def _case(
        self, station: Station, who: Who, given: dict[bool, dict[str, str]], heavy: bool = False
    ) -> None:
        worker = taker(station, who, self.chance)
        unit = worker.unit if heavy or worker.unit != station.code else who.unit
        day = self.span.workdays[0] if heavy else self.span.any(self.chance)
        at = self.span.moment(self.chance, day)
        self.work.open(who, worker, unit, at, given[False], heavy=heavy)
