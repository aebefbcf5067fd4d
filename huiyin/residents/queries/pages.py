"""What a page about people shows, read in a constant number of queries, and never a sealed value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.access.models import User
from huiyin.audit import directory
from huiyin.audit.models import Entry, Outcome
from huiyin.core.actor import Actor
from huiyin.residents.models import (
    Care,
    Category,
    Consent,
    Look,
    Member,
    Merge,
    Person,
    Phone,
    Reveal,
    State,
)
from huiyin.residents.queries.files import LOOKS, Trace, household, line, matches, trace
from huiyin.residents.queries.finding import find
from huiyin.residents.queries.sight import Opened, cares_for, identity, opened, shown_name

PAGE = 50


@dataclass(frozen=True)
class Found:
    """One line of a list of people."""

    person: Person
    name: str
    line: str
    phone: str
    place: str
    waits: bool  # named by somebody outside, not checked yet


def found(people: Iterable[Person], actor: Actor) -> list[Found]:
    """Three queries, however many people there are."""
    ids = [person.pk for person in people]
    rows = Person.objects.visible_to(actor).select_related("unit", "community").in_bulk(ids)
    masks: dict[UUID, str] = {}
    phones = Phone.objects.filter(person__in=ids, until__isnull=True).order_by("-since", "id")
    for owner, mask in phones.values_list("person_id", "mask"):
        masks.setdefault(owner, mask)
    return [
        Found(
            row, shown_name(row, actor), line(row), masks.get(pk, ""),
            str(row.community or row.unit), row.state == State.CLAIMED,
        )
        for pk in ids
        if (row := rows.get(pk))
    ]  # fmt: skip


@dataclass(frozen=True)
class Kin:
    """Somebody of the household."""

    person: Person
    name: str
    line: str


@dataclass(frozen=True)
class Twin:
    """A file that may be the same person: by its whole name, with a link, only for who may see it."""

    person: Person
    name: str
    line: str
    words: str
    near: bool


@dataclass(frozen=True)
class File:
    """Everything the page of one person shows."""

    person: Person
    name: str
    line: str
    categories: list[Category]
    household: list[Kin]
    consents: list[Consent]
    cares: list[Care]
    matches: list[Twin]
    merged_into: Person | None
    into_name: str
    trace: Trace | None
    trace_words: str


def file(person: Person, actor: Actor) -> File:
    consents = person.consents.given().select_related("recipient")
    cares = person.cares.standing().select_related("user", "unit", "organisation")
    merge = Merge.objects.filter(loser=person).select_related("root").first()
    last = trace(person, actor)
    return File(
        person=person,
        name=shown_name(person, actor),
        line=line(person),
        categories=list(person.categories.filter(until__isnull=True).order_by("since", "id")),
        household=[kin(member, actor) for member in household(person, actor)],
        consents=list(consents.order_by("-given_at")),
        cares=list(cares.order_by("since", "id")),
        matches=likely(person, actor) if person.state == State.CLAIMED else [],
        merged_into=merge.root if merge else None,
        into_name=shown_name(merge.root, actor) if merge else "",
        trace=last,
        trace_words=directory.word(last.verb) if last else "",
    )


def kin(member: Member, actor: Actor) -> Kin:
    words = (member.get_relation_display(), line(member.person))
    return Kin(
        member.person, shown_name(member.person, actor), "，".join(word for word in words if word)
    )


def likely(person: Person, actor: Actor) -> list[Twin]:
    return [
        _twin(match.person, "、".join(match.reasons), actor) for match in matches(person, actor)
    ]


def twins(person: Person, q: str, actor: Actor) -> list[Twin]:
    """Files this one may be folded into: those in sight that resemble it, and those asked for by name."""
    found = [twin for twin in likely(person, actor) if twin.near]
    seen = {twin.person.pk for twin in found} | {person.pk}
    asked = [p for p in find(q, actor) if p.pk not in seen and p.state == State.KNOWN]
    return found + [_twin(p, "按您写的找到", actor) for p in asked]


def _twin(person: Person, words: str, actor: Actor) -> Twin:
    name = shown_name(person, actor)
    return Twin(person, name, line(person), words, near=name == person.name)


@dataclass(frozen=True)
class Identity:
    """Number, phones and address: masked, or open for a while."""

    person: Person
    phones: list[Phone]
    reveal: Reveal | None
    open: Opened | None
    must_ask: bool  # under eighteen and not in her care: only the lead gives leave


def masked(person: Person, actor: Actor) -> Identity:
    """As it stands for this actor now; nothing is opened unless her Reveal runs."""
    phones = list(person.phones.filter(until__isnull=True).order_by("since", "id"))
    running = opened(person, actor)
    must_ask = person.minor and running is None and not cares_for(person, actor)
    return Identity(person, phones, running, identity(person, actor) if running else None, must_ask)


@dataclass(frozen=True)
class Line:
    """One line of a file's history."""

    who: str
    at: datetime
    words: str


def changes(person: Person, actor: Actor) -> list[Line]:
    """The last changes of the file, newest first: verbs and names of staff, never values."""
    entries = Entry.objects.filter(target__in=person.ids(), outcome=Outcome.DONE).exclude(
        verb__in=LOOKS
    )
    rows = list(entries.order_by("-at")[:PAGE])
    names = _names(row.user for row in rows)
    return [Line(names.get(row.user, row.label), row.at, directory.word(row.verb)) for row in rows]


def readers(person: Person, actor: Actor) -> list[Line]:
    """Who had the file before her, and who opened what for which purpose."""
    ids = person.ids()
    looks = Look.objects.filter(person__in=ids).order_by("-at")[:PAGE]
    opens = Reveal.objects.filter(person__in=ids).order_by("-since")[:PAGE]
    lines = [(look.user_id, look.at, "看过档案") for look in looks]
    lines += [
        (row.user_id, row.since, f"查看{row.get_what_display()}：{row.get_purpose_display()}")
        for row in opens
    ]
    names = _names(user for user, _, _ in lines)
    rows = [Line(names[user], at, words) for user, at, words in lines]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:PAGE]


def _names(users: Iterable[UUID | None]) -> dict[UUID | None, str]:
    ids = {user for user in users if user}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
