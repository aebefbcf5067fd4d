import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.access.models import User
from huiyin.audit.models import Entry, Outcome
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.residents.models import Member, Person, Phone

LOOKS = (  # reading, or asking to read: not changes of the file
    "person.look",
    "person.remember",
    "person.reveal",
    "reveal.ask",
    "reveal.give",
)


def canonical(text: str) -> str:
    """Full width to half, no spaces and hyphens, capitals: how numbers are fingerprinted and names asked for."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c != "-"
    ).upper()


def known_twin(kind: str, number_fp: str, district: str) -> Person | None:
    """The known file with this number in this district. For rules of the station: no page shows it to an asker."""
    if not number_fp:
        return None
    rows = Person.objects.known().filter(number_kind=kind, number_fp=number_fp, district=district)
    return rows.select_related("unit").first()


def line(person: Person) -> str:
    """女，78岁 · 男 · 15岁"""
    sex = person.get_sex_display() if person.sex in {"1", "2"} else ""
    age = f"{person.age}岁" if person.age is not None else ""
    return "，".join(part for part in (sex, age) if part)


@dataclass(frozen=True)
class Match:
    """A file that may be the same person, how likely (of 100), and why in words."""

    person: Person
    score: int
    reasons: tuple[str, ...]


def matches(person: Person, actor: Actor) -> list[Match]:
    """Who of the district this may be, likeliest first; answered to the station alone."""
    if actor.rows != "reach" or not covers(actor.reach, person.unit_id):
        return []
    phones = list(Phone.objects.filter(person=person).values_list("fp", flat=True))
    number = (
        Q(number_fp=person.number_fp, number_kind=person.number_kind)
        if person.number_fp
        else Q(pk__in=[])
    )
    rows = Person.objects.known().filter(district=person.unit_id[:6]).exclude(pk=person.pk)
    rows = rows.filter(number | Q(name=person.name) | Q(phones__fp__in=phones)).distinct()
    found = list(rows.select_related("unit")[:50])
    theirs = _phones_of(found)
    made = [_match(person, other, set(phones), theirs[other.pk]) for other in found]
    return sorted(made, key=lambda match: (-match.score, match.person.pk))


def _phones_of(people: Iterable[Person]) -> dict[UUID, set[str]]:
    fps: dict[UUID, set[str]] = defaultdict(set)
    for owner, fp in Phone.objects.filter(person__in=people).values_list("person_id", "fp"):
        fps[owner].add(fp)
    return fps


def _match(person: Person, other: Person, mine: set[str], theirs: set[str]) -> Match:
    """Points are ours [INF]: a number decides by itself, a name and a birthday nearly, a name alone hardly."""
    signs = [
        (bool(person.number_fp) and person.number_fp == other.number_fp, 100, "证号相同"),
        (person.name == other.name, 40, "姓名相同"),
        (person.birth_on is not None and person.birth_on == other.birth_on, 40, "出生日期相同"),
        (bool(mine & theirs), 30, "电话相同"),
        (
            person.community_id is not None and person.community_id == other.community_id,
            10,
            "同一社区",
        ),
    ]
    true = [(points, words) for sign, points, words in signs if sign]
    return Match(other, min(100, sum(p for p, _ in true)), tuple(words for _, words in true))


def household(person: Person, actor: Actor) -> list[Member]:
    """Who lives with her now, the head first, as far as the actor sees them."""
    own = person.memberships.filter(until__isnull=True).values_list("household", flat=True).first()
    if own is None:
        return []
    rows = Member.objects.visible_to(actor).filter(household=own, until__isnull=True)
    return list(rows.select_related("person").order_by("relation", "since", "id"))


@dataclass(frozen=True)
class Trace:
    """The last change of a file: by whom, when, by which verb; and how many there were."""

    who: str
    at: datetime
    verb: str
    changes: int


def trace(person: Person, actor: Actor) -> Trace | None:
    """最近改动, read from the journal by the person's id: codes and names of staff, never the values."""
    entries = Entry.objects.filter(target__in=person.ids(), outcome=Outcome.DONE).exclude(
        verb__in=LOOKS
    )
    last = entries.order_by("-at").first()
    if last is None:
        return None
    return Trace(_named(last), last.at, last.verb, entries.count())


def _named(entry: Entry) -> str:
    """Whoever signed in by name; a job by what it calls itself."""
    user = User.objects.filter(pk=entry.user).first() if entry.user else None
    return user.name if user else entry.label
