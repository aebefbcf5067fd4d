"""Who works in a district: hub, purchaser, and for every street its station with rooms, workers and committees."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from huiyin.access.models.units import Kind, Level
from huiyin.core import clock
from huiyin.core.pinyin import pinyin
from huiyin.demo.simulate import names
from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.chance import Chance
from huiyin.demo.simulate.plan import Plan
from huiyin.demo.simulate.span import Span, milliseconds, stamp


@dataclass(slots=True)
class Staff:
    """One user in one post."""

    user: str
    post: str
    unit: str
    name: str


@dataclass(slots=True)
class Room:
    unit: str
    community: str
    place: str
    worker: Staff
    clerk: Staff
    committee: str


@dataclass(slots=True)
class Station:
    code: str
    people: int
    lead: Staff
    workers: list[Staff]
    rooms: list[Room]


class Hiring:
    """Draws the staff of one district; their accounts open with the password of the demonstration."""

    def __init__(self, book: Book, chance: Chance, span: Span, password: str) -> None:
        self.book, self.chance, self.since = book, chance, span.first.isoformat()
        self.seen, self.began = span.last.isoformat(), clock.at(span.first)  # not dormant
        self.password = make_password(password)

    def district(self, plan: Plan) -> list[Station]:
        self._unit(plan.district, f"{plan.name}社会工作总站", plan.district)
        self._staff(f"hub-{plan.district}", "hub", plan.district, title="督导")
        bureau = self._body(Kind.PURCHASER, f"{plan.name}民政局", plan.district)
        officer = self._staff(f"purchaser-{plan.district}", "purchaser", body=bureau)
        self._reach(officer, plan.district)
        return [self._station(*street) for street in plan.streets]

    def _station(self, street: str, name: str, people: int) -> Station:
        code = f"{street}A"
        low = code.lower()
        lead = self._staff(f"lead-{low}", "lead", code, title="站长")
        workers = [
            self._staff(f"worker-{low}-{n}", "worker", code, title="驻站社工") for n in (1, 2)
        ]
        self._unit(code, f"{name}社工站", street, receiver=lead.user)
        office = self._body(Kind.STREET, f"{name}办事处"[:64], street)
        self._reach(self._staff(f"street-{street}", "street", body=office), street)
        return Station(code, people, lead, workers, self._rooms(street, code, people))

    def _rooms(self, street: str, station: str, people: int) -> list[Room]:
        few = people < 100
        places = names.communities(self.chance, 3 if few else self.chance.randint(6, 12))
        return [self._room(street, station, n, name) for n, name in enumerate(places, 1)]

    def _room(self, street: str, station: str, n: int, name: str) -> Room:
        community, unit = f"{street}{n:03}", f"{station}{n:03}"
        self.book.areas.add(community, f"{name}社区", 12, street)
        worker = self._staff(f"room-{unit.lower()}", "room", unit, title="社工室社工")
        self._unit(unit, f"{name}社区社工室", community)
        committee = self._body(Kind.COMMITTEE, f"{name}社区居委会", community)
        clerk = self._staff(f"clerk-{community}", "committee", body=committee, title="社区工作者")
        return Room(unit, community, f"{name}社区", worker, clerk, committee)

    def _unit(self, code: str, name: str, area: str, receiver: str | None = None) -> None:
        level = {6: Level.HUB, 10: Level.STATION, 13: Level.ROOM}[len(code)]
        self.book.units.add(code, name, level.value, area, receiver, self.since)

    def _body(self, kind: Kind, name: str, area: str) -> str:
        body = self._id()
        self.book.organisations.add(body, kind.value, name, area, self.since)
        return body

    def _staff(
        self, username: str, role: str, unit: str | None = None, *, body: str | None = None, title: str = ""
    ) -> Staff:  # fmt: skip
        user, post = self._id(), self._id()
        name = names.person(self.chance, self.chance.true(0.7), self.chance.randint(1970, 1999))
        self.book.users.add(user, username, self.password, name, pinyin(name), self.seen)
        self.book.seats.add(user, stamp(self.began))
        self.book.posts.add(post, user, role, unit, body, title, self.since)
        return Staff(user, post, unit or "", name)

    def _reach(self, officer: Staff, prefix: str) -> None:
        self.book.reaches.add(self._id(), officer.post, prefix, self.since, "随岗位")

    def _id(self) -> str:
        return self.chance.id(milliseconds(self.began))
