"""What was done: Records of single people, of groups, of the office; most people few, some people many."""

from dataclasses import dataclass
from datetime import date

from huiyin.demo.simulate import words
from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.chance import Chance, Table
from huiyin.demo.simulate.people import Who
from huiyin.demo.simulate.span import CLOSED, DAY_MS, OPENS, Span
from huiyin.demo.simulate.staff import Staff, Station
from huiyin.records.models import Domain, Kind, Klass

KINDS = Table({"visit": 46.0, "call": 24, "come": 18, "accompany": 6, "online": 4, "missed": 2})
MINUTES = {
    "visit": (25, 90), "call": (5, 20), "come": (10, 50), "accompany": (60, 180), "online": (5, 25), "missed": (10, 20),
    "group": (60, 120), "meeting": (20, 60),
}  # fmt: skip
KLASSES = Table({Klass.PROFESSIONAL: 84.0, Klass.ADMIN: 12, Klass.EMERGENCY: 4})
METHODS = Table({"": 80.0, "casework": 12, "groupwork": 3, "community": 5})
UTC_BEHIND = (
    8 * 60
)  # Beijing keeps one time the year round: its office hours lie in the same day of UTC
EPOCH = date(1970, 1, 1).toordinal()
TAIL, OFTEN, MOST = (
    1.4,
    1.15,
    80,
)  # Pareto's tail: of a thousand people one is met fifty times and more
LATELY = 14  # days in which a Look says who was dealt with last
WRONG = 0.005


@dataclass(slots=True)
class Deed:
    """One Record before it is written."""

    day: date
    staff: Staff
    kind: str = Kind.VISIT.value
    klass: str = Klass.PROFESSIONAL.value
    domain: str = ""
    note: str = ""
    thread: str | None = None
    who: Who | None = None
    others: tuple[Who, ...] = ()
    heads: int = 0


class Deeds:
    def __init__(self, book: Book, chance: Chance, span: Span) -> None:
        self.book, self.chance, self.span = book, chance, span
        self.looked: set[tuple[str, str, date]] = set()

    def of(self, station: Station, who: Who) -> None:
        """Deeds that belong to no matter: as many as her share of Pareto's tail."""
        chance = self.chance
        for _ in range(min(MOST, int(chance.paretovariate(TAIL) * OFTEN))):
            staff = who.room.worker if chance.true(0.6) else self._of_the_station(station, who)
            self.write(Deed(
                self.span.any(chance), staff, chance.of(KINDS), chance.of(KLASSES).value, domain(who),
                chance.choice(words.NOTES) if chance.true(0.85) else "", who=who,
            ))  # fmt: skip

    def of_all(self, station: Station, known: list[Who]) -> None:
        """Groups with a few by name and more by heads, the civil affairs desk, and what serves nobody."""
        chance, team = self.chance, [station.lead, *station.workers]
        for day in self.span.workdays:
            if day.weekday() == 0:
                self.write(
                    Deed(
                        day,
                        chance.choice(team),
                        "meeting",
                        Klass.INTERNAL,
                        "",
                        chance.choice(words.OFFICE),
                    )
                )
            if chance.true(0.2):
                self.write(Deed(day, chance.choice(team), "come", Klass.ADMIN, Domain.AFFAIRS,
                                chance.choice(words.DESK), heads=chance.randint(1, 12)))  # fmt: skip
            if chance.true(0.1) and known:
                some = tuple(
                    {w.id: w for w in chance.choices(known, k=chance.randint(3, 8))}.values()
                )
                self.write(Deed(day, chance.choice(station.rooms).worker, "group", Klass.PROFESSIONAL,
                                Domain.COMMUNITY, chance.choice(words.GROUPS), others=some,
                                heads=chance.randint(0, 15)))  # fmt: skip

    def write(self, deed: Deed) -> tuple[str, str]:
        """Its id and its moment."""
        chance, who, day = self.chance, deed.who, deed.day
        minute = chance.randint(OPENS, CLOSED) - UTC_BEHIND
        on = day.isoformat()
        at = f"{on} {minute // 60:02}:{minute % 60:02}:00"
        key = chance.id((day.toordinal() - EPOCH) * DAY_MS + minute * 60_000)
        minutes = chance.randint(*MINUTES[deed.kind])
        people = (who,) if who else deed.others
        wrong = chance.true(WRONG)
        self.book.records.add(
            key, deed.staff.unit, people[0].room.community if people else None, at, on, minutes, str(deed.kind),
            str(deed.klass), str(deed.domain), deed.thread, who.id if who else None, deed.heads, deed.note,
            deed.staff.user, at, "void" if wrong else "kept", "记重了" if wrong else "",
            under=who.owner if who else None,
        )  # fmt: skip
        for one in people:
            self.book.record_people.add(chance.id(0), key, one.id, deed.thread, at)
            self._look(one, deed.staff, day, at)
        self.book.record_workers.add(
            chance.id(0), key, deed.staff.user, deed.staff.post, minutes, on
        )
        if method := chance.of(METHODS):
            self.book.record_methods.add(chance.id(0), key, method)
        return key, at

    def _look(self, who: Who, staff: Staff, day: date, at: str) -> None:
        once = (staff.user, who.id, day)
        if (self.span.last - day).days < LATELY and once not in self.looked:
            self.looked.add(once)
            self.book.looks.add(self.chance.id(0), who.id, staff.user, day.isoformat(), at)

    def _of_the_station(self, station: Station, who: Who) -> Staff:
        """People kept at the station are met by its own three; a room's worker stays in her room."""
        return self.chance.choice(station.workers) if self.chance.true(0.9) else station.lead


def domain(who: Who) -> str:
    return "children" if who.age < 18 else "elderly" if who.age >= 60 else "relief"
