"""What a file says of a person, derived from the facts given: the one definition of masks, fingerprints and
endings, for one person at her registration and for a million in a load."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from huiyin.core import gb, pinyin, secret
from huiyin.places.models import Area
from huiyin.residents import queries
from huiyin.residents.models import NoNumber, Person, Phone


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


def describe(person: Person, facts: Facts) -> None:
    """Fill every column about her; nothing is saved."""
    _name(person, facts.get("name", ""))
    _identify(person, facts)
    person.address = facts.get("address", "")
    person.address_mask = secret.mask_address(facts.get("address", ""))


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


def endings(name: str) -> list[str]:
    """Every part of the name from some character on. Minority names are found from each of their parts:
    阿卜杜拉·买买提江."""
    return sorted({name[at:] for at in range(len(name)) if name[at] not in "·•・ "})


def phone(person: Person, given: str, whose: str = "") -> Phone | None:
    """Her telephone, not saved; none where none was given."""
    number = queries.canonical(given)
    if not number:
        return None
    return Phone(
        person=person,
        number=number,
        fp=secret.fingerprint("phone", number),
        tail_fp=secret.fingerprint("phone-tail", number[-4:]),
        mask=secret.mask_phone(number),
        whose=whose,
    )
