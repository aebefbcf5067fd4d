from collections.abc import Iterable
from typing import TypedDict
from uuid import UUID

from django.db.models import QuerySet

from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.residents.models import Care, Grade, Look, Merge, Person, Phone, Reveal, What
from huiyin.residents.models.sights import SHORT

STATION = 10  # characters of a station's code: wider reaches see names masked


class Opened(TypedDict):
    number: str
    address: str
    phones: list[tuple[Phone, str]]


def shown_name(person: Person, actor: Actor) -> str:
    """Whole for who may see the person: a reach up to a station, her care, her own ask; 向＊芬 elsewhere."""
    near = tuple(prefix for prefix in actor.reach if len(prefix) >= STATION)
    sees = actor.rows == "reach" and covers(near, person.unit_id)
    return person.name if sees or person.pk in actor.people else secret.mask_name(person.name)


def cares_for(person: Person, actor: Actor) -> bool:
    """A standing carer, or her deputy today; a whole unit or a reader does not count."""
    cares = Care.objects.standing().filter(person__in=person.ids(), grade=Grade.CARER)
    return cares.filter(user__in=actor.owners).exists()


def may_open(person: Person, actor: Actor) -> bool:
    """Whether she may read narratives about this person: who cares for her, the lead of the station that
    holds her, or a running Reveal that says so. Under eighteen the lead too needs Care or a Reveal."""
    if cares_for(person, actor):
        return True
    if _leads(person, actor):
        return True
    return _running(person, actor).filter(what__in=(What.NARRATIVE, What.ALL)).exists()


def readable(people: Iterable[Person], actor: Actor) -> frozenset[UUID]:
    """Those of these people about whom she may read narratives: `may_open` for a whole list, in four queries."""
    asked = {person.pk: person for person in people}
    roots = dict(Merge.objects.filter(loser__in=asked).values_list("loser", "root"))
    whole = {pk: roots.get(pk, pk) for pk in asked}
    files = dict(Merge.objects.filter(root__in=whole.values()).values_list("loser", "root"))
    files |= {root: root for root in whole.values()}
    cares = Care.objects.standing().filter(user__in=actor.owners, grade=Grade.CARER)
    cared = {files[pk] for pk in cares.filter(person__in=files).values_list("person", flat=True)}
    told = Reveal.objects.running().filter(user=actor.user, what__in=(What.NARRATIVE, What.ALL))
    shown = {files[pk] for pk in told.filter(person__in=files).values_list("person", flat=True)}
    open_to = cared | shown
    return frozenset(
        pk for pk, person in asked.items() if whole[pk] in open_to or _leads(person, actor)
    )


def _leads(person: Person, actor: Actor) -> bool:
    return not person.minor and actor.may("reveal.grant") and covers(actor.reach, person.unit_id)


def opened(person: Person, actor: Actor) -> Reveal | None:
    """The Reveal by which this actor reads this person's identity data now."""
    rows = _running(person, actor).filter(what__in=(What.IDENTITY, What.ALL))
    return rows.order_by("-until").first()


def _running(person: Person, actor: Actor) -> QuerySet[Reveal]:
    return Reveal.objects.running().filter(person=person, user=actor.user)


def identity(person: Person, actor: Actor) -> Opened | None:
    """Number, phones and address in the clear: the one place where a page gets them, and only within a Reveal."""
    if opened(person, actor) is None:
        return None
    phones = list(person.phones.filter(until__isnull=True).order_by("since", "id"))
    return Opened(
        number=secret.open(person, "number", by=actor),
        address=secret.open(person, "address", by=actor),
        phones=list(zip(phones, secret.open_all(phones, "number", by=actor), strict=True)),
    )


def looked_lately(person: Person, actor: Actor) -> bool:
    """Within this quarter of an hour: a page reloaded is not a file opened once more."""
    since = clock.now() - SHORT
    return Look.objects.filter(person=person, user=actor.user, at__gte=since).exists()
