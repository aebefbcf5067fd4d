"""Who lives there: homes drawn by the age of their heads, which lean to the old as a station's lists do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from huiyin.core import clock
from huiyin.core.gb import NumberKind
from huiyin.demo.builders.residents import make_number
from huiyin.demo.simulate import names
from huiyin.demo.simulate.book import PERSON, Book
from huiyin.demo.simulate.chance import Chance, Table
from huiyin.demo.simulate.sheets import Owner
from huiyin.demo.simulate.span import Span, milliseconds
from huiyin.demo.simulate.staff import Room, Station
from huiyin.residents import filing, keys
from huiyin.residents.models import CategoryCode, Life, NoNumber, Person, Relation, State

SIZES = Table({1: 34.0, 2: 36, 3: 18, 4: 12})
HEADS = Table({(24, 40): 14.0, (40, 60): 20, (60, 75): 36, (75, 88): 25, (88, 101): 5})
LIVES = Table({Life.HERE: 93.0, Life.MOVED: 4, Life.DEAD: 2, Life.UNREACHABLE: 1})
WHYS = Table({NoNumber.NOT_GIVEN: 70.0, NoNumber.LOST: 12, NoNumber.DECLINED: 18})
OLD = Table({"": 62.0, CategoryCode.ALONE: 18, CategoryCode.DISABLED_OLD: 8, CategoryCode.SUBSISTENCE: 7,
             CategoryCode.BEREAVED: 1, CategoryCode.VETERAN: 4})  # fmt: skip
YOUNG = Table({"": 86.0, CategoryCode.CHILD_HARDSHIP: 9, CategoryCode.CHILD_LEFT: 5})
GROWN = Table({"": 84.0, CategoryCode.SUBSISTENCE: 6, CategoryCode.DISABLED: 6, CategoryCode.MENTAL: 2,
               CategoryCode.MARGINAL: 2})  # fmt: skip
NO_PERSON_HAS = "100"  # no mobile number begins so: nobody can be rung by accident
YEAR = 365.25


@dataclass(slots=True)
class Who:
    """What the rest of the district needs of a person."""

    id: str
    owner: Owner
    name: str
    woman: bool
    age: int
    room: Room
    unit: str


class Homes:
    def __init__(self, book: Book, chance: Chance, span: Span) -> None:
        self.book, self.chance, self.span = book, chance, span
        self.today, self.since = span.last, span.first.isoformat()
        self.serials: Counter[tuple[date, bool]] = Counter()
        self.columns = PERSON[1:]

    def of(self, station: Station) -> Iterator[Who]:
        """As many people as the station knows; the first communities know more of them than the last."""
        weights = [1 / (n + 2) for n, _ in enumerate(station.rooms)]
        rooms, left = Table(dict(zip(range(len(weights)), weights, strict=True))), station.people
        while left:
            room = station.rooms[self.chance.of(rooms)]
            size = min(left, self.chance.of(SIZES))
            left -= size
            yield from self._home(station, room, size)

    def _home(self, station: Station, room: Room, size: int) -> Iterator[Who]:
        chance = self.chance
        unit = room.unit if chance.true(0.85) else station.code
        address = f"{room.place}{chance.randint(1, 60)}号楼{chance.randint(1, 3)}单元{chance.randint(1, 8)}0{chance.randint(1, 4)}"
        head, woman = chance.uniform(*chance.of(HEADS)), chance.true(0.56)
        home = self._id() if size > 1 else ""
        if home:
            self.book.households.add(home, unit, room.community)
        for place in range(size):
            relation, age, sex = self._kin(place, head, woman)
            who = self._person(room, unit, age, sex, address)
            if home:
                self.book.members.add(self._id(), home, who.id, relation.value, self.since)
            yield who

    def _kin(self, place: int, head: float, woman: bool) -> tuple[Relation, float, bool]:
        """Head, spouse, child, then a grandchild of the old or a parent of the young."""
        chance = self.chance
        if place == 0:
            return Relation.HEAD, head, woman
        if place == 1:
            return Relation.SPOUSE, max(20, head + chance.uniform(-5, 4)), not woman
        girl = chance.true(0.5)
        if place == 2:
            child = Relation.DAUGHTER if girl else Relation.SON
            return child, max(0.1, head - chance.uniform(20, 34)), girl
        if head < 58:
            return Relation.PARENT, min(99, head + chance.uniform(22, 33)), girl
        return Relation.GRANDCHILD, max(0.1, head - chance.uniform(48, 62)), girl

    def _person(self, room: Room, unit: str, age: float, woman: bool, address: str) -> Who:
        chance, born = self.chance, self.today - timedelta(days=int(age * YEAR))
        key_id = self._id()
        person = Person(
            id=UUID(hex=key_id), unit_id=unit, community_id=room.community, state=State.KNOWN
        )
        key, wrapped = keys.fresh(person.pk)
        owner = Owner(person.pk, key)
        filing.describe(person, self._facts(born, woman, address))
        person.life = chance.of(LIVES)
        person.life_since = None if person.life == Life.HERE else self.span.any(chance)
        self.book.people.add(
            key_id, *(_plain(getattr(person, c)) for c in self.columns), under=owner
        )
        self.book.keys.add(self._id(), key_id, wrapped)
        for ending in filing.endings(person.name):
            self.book.endings.add(self._id(), key_id, ending)
        who = Who(key_id, owner, person.name, woman, clock.age(born, self.today), room, unit)
        self._phone(person, who)
        self._category(who)
        return who

    def _facts(self, born: date, woman: bool, address: str) -> filing.Facts:
        chance, sex = self.chance, "2" if woman else "1"
        facts = filing.Facts(
            name=names.person(chance, woman, born.year), sex=sex, birth_on=born,
            address=address if chance.true(0.9) else "",
        )  # fmt: skip
        if chance.true(0.93):
            self.serials[born, woman] += 1
            facts["number"] = make_number(born, sex, self.serials[born, woman])
            facts["number_kind"] = NumberKind.RIC
        else:
            facts["no_number_why"] = chance.of(WHYS)
        return facts

    def _phone(self, person: Person, who: Who) -> None:
        if self.chance.true(0.72):
            given = f"{NO_PERSON_HAS}{self.chance.randrange(10**8):08}"
            phone = filing.phone(person, given, "本人" if who.age >= 14 else "家人")
            assert phone  # noqa: S101 -- a number was given
            told = (phone.number, phone.fp, phone.tail_fp, phone.mask, phone.whose)
            self.book.phones.add(self._id(), who.id, *told, self.since, under=who.owner)

    def _category(self, who: Who) -> None:
        table = YOUNG if who.age < 18 else OLD if who.age >= 60 else GROWN
        if code := self.chance.of(table):
            self.book.categories.add(self._id(), who.id, str(code), self.since, "街道名册")

    def _id(self) -> str:
        return self.chance.id(milliseconds(clock.at(self.span.first)))


def _plain(value: Any) -> Any:
    """As a sheet holds it."""
    if value is None or isinstance(value, int):
        return value
    return str(value)
