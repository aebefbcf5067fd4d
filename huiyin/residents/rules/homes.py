from collections.abc import Mapping, Sequence
from uuid import UUID

from huiyin.access.models import Unit
from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.residents.models import Household, Member, Person, Relation


@rule("household.gather", inner=True)
def gather(
    *, by: Actor, unit: Unit, people: Sequence[Person], head: Person, relations: Mapping[UUID, str]
) -> Household:
    """These people live together. `relations`: person id → Relation, towards the head.

    Whoever lives in a household already stays there: what a form says does not move anybody out of her home.
    """
    everyone = {person.pk: person for person in (head, *people)}
    housed = Member.objects.filter(person__in=everyone, until__isnull=True)
    homes = dict(housed.values_list("person_id", "household_id"))
    home_id = homes.get(head.pk)
    home = Household.objects.get(pk=home_id) if home_id else _home(unit, head)
    Member.objects.bulk_create(
        Member(household=home, person=person, relation=_relation(person, head, relations))
        for person in everyone.values()
        if person.pk not in homes
    )
    return home


def _home(unit: Unit, head: Person) -> Household:
    return Household.objects.create(unit=unit, community=head.community)


def _relation(person: Person, head: Person, relations: Mapping[UUID, str]) -> str:
    return Relation.HEAD if person.pk == head.pk else relations.get(person.pk, Relation.OTHER)
