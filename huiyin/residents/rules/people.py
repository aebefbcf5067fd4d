from typing import Unpack

from huiyin.access.models import Unit
from huiyin.audit.rule import rule
from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.residents import filing, keys, locks, queries
from huiyin.residents.filing import Facts
from huiyin.residents.models import Category, NameEnding, Person, State


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
    filing.describe(person, facts)
    person.save(force_insert=True)
    endings = [NameEnding(person=person, text=text) for text in filing.endings(person.name)]
    NameEnding.objects.bulk_create(endings)
    if phone := filing.phone(person, facts.get("phone", ""), facts.get("whose", "")):
        phone.save(force_insert=True)
    codes = [Category(person=person, code=code) for code in facts.get("categories", ())]
    Category.objects.bulk_create(codes)
    return Person.objects.get(pk=person.pk)
