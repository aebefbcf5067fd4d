"""What a deed most likely belongs to: proposed from the person, shown in one line, changed by a tap."""

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.loops.models import Loop
from huiyin.records.models import Domain, Klass, Record
from huiyin.residents.models import Person

SERVICE = ("case", "short", "referral")  # kinds a deed for a person is a step of, nearest first


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


def said(person: Person | None, thread: Loop | None) -> str:
    """归到：专业服务、养老服务、他的个案."""
    people = (person,) if person else ()
    words = [Klass(klass_of(thread, people)).label, Domain(domain_of(people)).label]
    if thread:
        from_kind = {"case": "个案", "short": "短期服务", "referral": "转介"}
        words.append(from_kind[thread.kind])
    return "、".join(words)


def read(record: Record, by: Actor) -> str:
    return secret.open(record, "note", by=by)
