"""People and what hangs on them, made through their own verbs, without a journal line for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from huiyin.access.models import Organisation, Unit, User
from huiyin.core import gb
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.places.models import Area
from huiyin.residents import rules
from huiyin.residents.models import Care, Consent, Household, Person


def make_number(birth_on: date, sex: str = "2", serial: int = 1) -> str:
    """An identity number of the invented area 990000: the 1st, 2nd … of that day and sex."""
    order = 2 * serial - (1 if sex == gb.Sex.MALE else 0)
    first = f"{gb.DEMO_AREA}{birth_on:%Y%m%d}{order:03}"
    return first + gb.check_digit(first)


def make_person(
    name: str,
    unit: Unit,
    *,
    sex: str = "2",
    birth_on: date | None = None,
    number: str = "",
    phone: str = "",
    whose: str = "",
    address: str = "",
    community: Area | None = None,
    categories: Sequence[str] = (),
    claimed: bool = False,
) -> Person:
    """A known person of the unit; with `claimed`, one whom somebody outside has just named."""
    by = _by(unit)
    person = rules.claim(
        by=by, unit=unit, name=name, sex=sex, birth_on=birth_on, number=number,
        number_kind=gb.NumberKind.RIC if number else gb.NumberKind.NONE, phone=phone, whose=whose,
        address=address, community=community, categories=categories,
    )  # fmt: skip
    return person if claimed else rules.take_in(person, by=by, unit=unit)


def make_care(
    person: Person,
    *,
    user: User | None = None,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    grade: str = "carer",
    cause: UUID | None = None,
    until: date | None = None,
) -> Care:
    return rules.begin_care(
        person, by=_by(person.unit), user=user, unit=unit, organisation=organisation,
        grade=grade, why="负责服务", cause=cause, until=until,
    )  # fmt: skip


def make_consent(
    person: Person,
    *,
    kind: str = "feedback",
    level: str = "summary",
    recipient: Organisation | None = None,
) -> Consent:
    by = _by(person.unit)
    return rules.note_consent(person, by=by, kind=kind, level=level, recipient=recipient)


def make_household(
    head: Person, *others: Person, relations: Mapping[UUID, str] | None = None
) -> Household:
    by = _by(head.unit)
    return rules.gather(by=by, unit=head.unit, people=others, head=head, relations=relations or {})


def _by(unit: Unit) -> Actor:
    system = replace(Actor.system("demo", chain=unit.pk[:6]), unit=unit.pk)
    return system.within("demo.build", uuid7())
