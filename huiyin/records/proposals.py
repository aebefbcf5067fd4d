"""What a deed most likely belongs to: proposed from the person, shown in one line, changed by a tap."""

from collections.abc import Sequence

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.loops import kinds
from huiyin.loops.models import Loop
from huiyin.records.models import Domain, Klass, Record
from huiyin.residents.models import Person

SERVICE = ("case", "referral")  # kinds a deed for a person is a step of, nearest first


def threads_of(person: Person | None, by: Actor) -> list[Loop]:
    """Open matters about the person that the writer may see; her own first, cases before referrals."""
    if person is None:
        return []
    open_ones = Loop.objects.visible_to(by).open().filter(person__in=person.ids(), kind__in=SERVICE)
    return sorted(
        open_ones.select_related("person"),
        key=lambda loop: (loop.owner_id not in by.owners, SERVICE.index(loop.kind), loop.opened_at),
    )


def thread_of(person: Person | None, by: Actor) -> Loop | None:
    return next(iter(threads_of(person, by)), None)


def only(people: Sequence[Person]) -> Person | None:
    """The one it was for; of several, none has the deed as hers alone."""
    return people[0] if len(people) == 1 else None


def klass_of(thread: Loop | None, people: tuple[Person, ...]) -> str:
    return Klass.PROFESSIONAL if thread or people else Klass.ADMIN


def domain_of(people: tuple[Person, ...]) -> str:
    """By age where nothing else is known: 60 and over 养老, under 18 儿童 (老年人权益保障法 2, 未成年人保护法 2)."""
    ages = [p.age for p in people if p.age is not None]
    if ages and min(ages) >= 60:
        return Domain.ELDERLY
    if ages and max(ages) < 18:
        return Domain.CHILDREN
    return Domain.AFFAIRS


def said(people: tuple[Person, ...], thread: Loop | None) -> str:
    """专业服务、养老服务、个案: where the deed is counted unless somebody says otherwise."""
    words = [Klass(klass_of(thread, people)).label, Domain(domain_of(people)).label]
    if thread:
        words.append(kinds.of(thread.kind).label)
    return "、".join(words)


def read(record: Record, by: Actor) -> str:
    return secret.open(record, "note", by=by)
