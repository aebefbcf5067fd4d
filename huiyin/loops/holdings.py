"""The three things without a Loop that the rooms below know of: Cares, units one receives for, deputies' posts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from huiyin.access.models import Deputy, Unit, User
from huiyin.access.models.units import Level
from huiyin.access.rules import deputies, units
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.loops.models import Loop
from huiyin.loops.things import Thing, Told
from huiyin.residents import queries as people
from huiyin.residents import rules as residents
from huiyin.residents.models import Care, Grade, Person


def _loose(users: Iterable[UUID]) -> QuerySet[Care]:
    """Cares that go with no open matter of hers: a case closed lately, a person she looks after."""
    hers = Loop.objects.open().filter(owner__in=users).values("pk")
    cares = Care.objects.standing().filter(user__in=users, grade=Grade.CARER)
    return cares.filter(Q(cause__isnull=True) | ~Q(cause__in=hers))


def _cared(users: set[UUID], actor: Actor) -> Mapping[UUID, list[str]]:
    seen = Care.objects.visible_to(actor).filter(pk__in=_loose(users).values("pk"))
    return _by_user(seen.order_by("person__pinyin", "person").values_list("user", "person"))


def _cared_for(targets: Iterable[str], actor: Actor) -> Mapping[str, Told]:
    rows = Person.objects.filter(pk__in=list(targets))
    return {
        str(row.pk): Told(
            people.shown_name(row, actor), people.line(row), reverse("residents:person", args=[row.pk]),
            minor=row.minor, person=True,
        )
        for row in rows
    }  # fmt: skip


def _hand_care(target: str, *, by: Actor, giver: User, taker: User) -> None:
    for care in _loose([giver.pk]).filter(person=UUID(target)).select_related("person"):
        residents.pass_on_care(care.person, by=by, giver=giver, taker=taker, cause=care.cause)


def _receiving(users: set[UUID], actor: Actor) -> Mapping[UUID, list[str]]:
    rows = Unit.objects.open().filter(receiver__in=users).order_by("code")
    found = rows.values_list("receiver", "code")
    return _by_user((user, code) for user, code in found if covers(actor.reach, code))


def _received(targets: Iterable[str], actor: Actor) -> Mapping[str, Told]:
    rows = Unit.objects.filter(pk__in=list(targets))
    return {
        row.code: Told(
            f"{row.name}的接收人", "新来的事先到接收人名下", unit=row.code,
            keeper="loop.assign" if row.level == Level.STATION else "loop.keep",
        )
        for row in rows
    }  # fmt: skip


def _hand_unit(target: str, *, by: Actor, giver: User, taker: User) -> None:
    for unit in Unit.objects.filter(pk=target, receiver=giver.pk):
        units.receive(unit, by=by, to=taker)


def _standing_in(users: set[UUID], actor: Actor) -> Mapping[UUID, list[str]]:
    rows = Deputy.objects.visible_to(actor).filter(deputy__in=users, until__gte=clock.today())
    return _by_user(rows.order_by("since", "id").values_list("deputy", "pk"))


def _stood_in_for(targets: Iterable[str], actor: Actor) -> Mapping[str, Told]:
    rows = Deputy.objects.filter(pk__in=list(targets)).select_related("user__user")
    return {
        str(row.pk): Told(
            f"替{row.user}代理", f"到 {row.until.month}月{row.until.day}日", unit=row.unit_id
        )
        for row in rows
    }


def _hand_deputy(target: str, *, by: Actor, giver: User, taker: User) -> None:
    for row in Deputy.objects.filter(pk=target, deputy=giver.pk):
        deputies.hand_on(row, by=by, to=taker)


def _by_user(pairs: Iterable[tuple[UUID, object]]) -> dict[UUID, list[str]]:
    """Each target once, in order."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    for user, target in pairs:
        found[user][str(target)] = None
    return {user: list(targets) for user, targets in found.items()}


CARE = Thing("care", "照管", _cared, _cared_for, _hand_care)
RECEIVING = Thing("receiving", "接收人", _receiving, _received, _hand_unit)
DEPUTY = Thing("deputy", "代理", _standing_in, _stood_in_for, _hand_deputy)
