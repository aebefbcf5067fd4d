from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from huiyin.access.models import Unit
from huiyin.audit.rule import rule
from huiyin.core import gb, pinyin, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.places.models import Area
from huiyin.residents import keys, locks, queries
from huiyin.residents.models import Category, NameEnding, NoNumber, Person, Phone, State


class Facts(TypedDict, total=False):
    """What is known of a person when her file begins. Numbers are canonical: the form has cleaned them."""

    name: str
    sex: str
    birth_on: date | None
    number_kind: str
    number: str
    no_number_why: str
    phone: str
    whose: str
    address: str
    community: Area | None
    categories: Sequence[str]


@rule("person.claim", inner=True)
def claim(*, by: Actor, unit: Unit, **facts: Unpack[Facts]) -> Person:
    """A person whom somebody outside names. Whether she is known already is not looked up here: neither the
    answer nor its time may tell an asker who is a client (model.md 4, no oracle)."""
    return _begin(unit, State.CLAIMED, facts)


@rule("person.register")
def register(*, by: Actor, **facts: Unpack[Facts]) -> Person:
    """A person the station meets itself, kept in the unit of whoever registers her."""
    unit = Unit.objects.get(pk=by.unit)
    number = queries.canonical(facts.get("number", ""))
    locks.hold_numbers(unit.pk[:6])
    _must_be_new(facts.get("number_kind", ""), number, by)
    return _begin(unit, State.KNOWN, facts)


def _must_be_new(kind: str, number: str, by: Actor) -> None:
    twin = queries.known_twin(kind, secret.fingerprint("number", number), by.district)
    if twin is not None:
        raise Refused(
            f"这个证号已有档案，在{twin.unit.name}。请用证号找人，找不到就请那边的站长答复。"
        )


def _begin(unit: Unit, state: State, facts: Facts) -> Person:
    person = Person(id=uuid7(), unit=unit, state=state, community=facts.get("community"))
    keys.make_for(person)
    _name(person, facts.get("name", ""))
    _identify(person, facts)
    person.address = facts.get("address", "")
    person.address_mask = secret.mask_address(facts.get("address", ""))
    person.save(force_insert=True)
    _index(person)
    _reach_by(person, facts.get("phone", ""), facts.get("whose", ""))
    codes = [Category(person=person, code=code) for code in facts.get("categories", ())]
    Category.objects.bulk_create(codes)
    return Person.objects.get(pk=person.pk)


def _name(person: Person, name: str) -> None:
    person.name = name.strip()
    person.pinyin = pinyin.pinyin(person.name).replace(" ", "")
    person.initials = pinyin.initials(person.name)


def _identify(person: Person, facts: Facts) -> None:
    number = queries.canonical(facts.get("number", ""))
    person.number_kind = (
        facts.get("number_kind", gb.NumberKind.NONE) if number else gb.NumberKind.NONE
    )
    person.number, person.number_fp = number, secret.fingerprint("number", number)
    person.number_mask = secret.mask_number(number)
    person.no_number_why = "" if number else facts.get("no_number_why") or NoNumber.NOT_GIVEN
    person.birth_on, person.sex = facts.get("birth_on"), facts.get("sex") or gb.Sex.UNKNOWN
    if person.number_kind == gb.NumberKind.RIC:
        person.birth_on = person.birth_on or gb.birth_of(number)
        person.sex = person.sex if person.sex in {"1", "2"} else gb.sex_of(number)


def _index(person: Person) -> None:
    """Minority names are found from each of their parts: 阿卜杜拉·买买提江."""
    name = person.name
    endings = {name[at:] for at in range(len(name)) if name[at] not in "·•・ "}
    NameEnding.objects.bulk_create(NameEnding(person=person, text=text) for text in sorted(endings))


def _reach_by(person: Person, phone: str, whose: str) -> Phone | None:
    number = queries.canonical(phone)
    if not number:
        return None
    return Phone.objects.create(
        person=person,
        number=number,
        fp=secret.fingerprint("phone", number),
        tail_fp=secret.fingerprint("phone-tail", number[-4:]),
        mask=secret.mask_phone(number),
        whose=whose,
    )
