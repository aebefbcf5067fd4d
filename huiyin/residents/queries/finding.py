import re
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.residents.models import Care, Look, Merge, Person, Phone, State
from huiyin.residents.queries.files import canonical

MOST = 60  # rows read before ranking; more of a name than this is asked for more exactly
RECENT = 20
Rank = Callable[[Person], int]


def find(q: str, actor: Actor, limit: int = 8) -> list[Person]:
    """By name, part of a name, pinyin, initials, a phone or its last four digits, a number; all within sight.

    Better matches first; among equal ones those this user dealt with last. An empty question finds nobody.
    Whom an asking body named it finds as it wrote her: what the station made of that file is not told (model.md 4).
    """
    asked = canonical(q)
    if not asked:
        return []
    wanted, rank = _asked(asked)
    latest = _latest(actor)
    seen = Person.objects.visible_to(actor).exclude(state=State.ERASED).filter(wanted).distinct()
    rows = {p.pk: p for p in seen.filter(pk__in=latest)} if latest else {}
    rows |= {p.pk: p for p in seen.order_by("pinyin", "id")[:MOST]}
    places = {pk: place for place, pk in enumerate(latest)}
    ranked = sorted(
        rows.values(), key=lambda p: (rank(p), places.get(p.pk, RECENT), p.pinyin, p.pk)
    )
    return (ranked if actor.rows == "asker" else _folded(ranked, actor))[:limit]


def recent(actor: Actor, limit: int = 8) -> list[Person]:
    """Those she dealt with last, newest first; before a first letter is typed nobody else is offered."""
    latest = _latest(actor)
    seen = Person.objects.visible_to(actor)
    files = seen.exclude(state=State.ERASED) if actor.rows == "asker" else seen.living_files()
    rows = files.in_bulk(latest)
    return [rows[pk] for pk in latest if pk in rows][:limit]


def _latest(actor: Actor) -> list[UUID]:
    if actor.rows == "asker":
        named = Care.objects.standing().filter(organisation=actor.org).order_by("-since", "-id")
        return _once(named.values_list("person", flat=True)[:RECENT])
    looks = Look.objects.filter(user=actor.user).order_by("-at")
    return _once(looks.values_list("person", flat=True)[: 3 * RECENT])[:RECENT]


def _once(ids: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))


def _asked(asked: str) -> tuple[Q, Rank]:
    """The rows a question means, and how well each of them answers it (0 is best)."""
    if re.fullmatch(r"\d{4}", asked):
        return _by_phone(tail_fp=secret.fingerprint("phone-tail", asked)), lambda p: 0
    if any(c.isdigit() for c in asked):
        number = Q(number_fp=secret.fingerprint("number", asked))
        return number | Q(pk__in=_called(asked)), lambda p: 0
    if asked.isascii():
        typed = asked.lower()
        return under("pinyin", typed) | under("initials", typed), lambda p: _closeness(
            typed, p.pinyin, p.initials
        )
    return under("endings__text", asked), lambda p: _closeness(asked, p.name)


def _called(asked: str) -> list[UUID]:
    """Whose telephone it is, as ids: an OR over a join would look at everybody in sight."""
    phones = Phone.objects.filter(fp=secret.fingerprint("phone", asked), until__isnull=True)
    return list(phones.values_list("person", flat=True)[:MOST])


def _by_phone(**fingerprint: str) -> Q:
    return Q(phones__until__isnull=True, **{f"phones__{k}": v for k, v in fingerprint.items()})


def _closeness(asked: str, *values: str) -> int:
    if asked in values:
        return 0
    return 1 if any(value.startswith(asked) for value in values) else 2


def _folded(rows: list[Person], actor: Actor) -> list[Person]:
    """A file folded into another stands for that one, if the actor may see that one at all."""
    merged = [p.pk for p in rows if p.state == State.MERGED]
    if not merged:
        return rows
    roots = dict(Merge.objects.filter(loser__in=merged).values_list("loser", "root"))
    seen = Person.objects.visible_to(actor).in_bulk(set(roots.values()))
    kept = {p.pk: seen.get(roots[p.pk], p) if p.pk in roots else p for p in rows}
    return list({p.pk: p for p in kept.values()}.values())
