from datetime import date
from typing import Any
from uuid import UUID

from huiyin.access import actors
from huiyin.access.models import Organisation, Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.residents.models import Care, Grade, Person


@rule("care.begin", inner=True)
def begin_care(
    person: Person,
    *,
    by: Actor,
    why: str,
    user: User | None = None,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    grade: str = Grade.CARER,
    cause: UUID | None = None,
    until: date | None = None,
) -> Care:
    """Exactly one of user, unit, organisation. Begun twice for one cause, it is one row."""
    holder: dict[str, Any] = {"user": user, "unit": unit, "organisation": organisation}
    row = Care.objects.filter(person=person, cause=cause, ended_at__isnull=True, **holder).first()
    if row is None:
        _must_have_room(user, organisation)
        return Care.objects.create(
            person=person, grade=grade, why=why, cause=cause, until=until, **holder
        )
    row.grade, row.until = grade, until
    row.save()
    return row


def _must_have_room(user: User | None, organisation: Organisation | None) -> None:
    """Sight is a list of literal ids (model.md 4): past 500 it is refused here, not cut short there."""
    holder = {"user": user} if user else {"organisation": organisation} if organisation else None
    if holder and Care.objects.standing().filter(**holder).count() >= actors.MOST:
        name = user.name if user else str(organisation)
        raise Refused(f"{name}名下已有 {actors.MOST} 位居民，先结束不再联系的，再加新的。")


@rule("care.end", inner=True)
def end_care(person: Person, *, by: Actor, cause: UUID, user: User | None = None) -> None:
    """Every Care of this cause, or only this user's."""
    rows = Care.objects.filter(person=person, cause=cause, ended_at__isnull=True)
    rows = rows.filter(user=user) if user else rows
    rows.update(ended_at=clock.now())


@rule("care.lapse", inner=True)
def let_care_lapse(*, by: Actor, cause: UUID, until: date | None) -> None:
    """The matter ended: who served may read until that day. None: the matter goes on, and so does the Care."""
    rows = Care.objects.filter(cause=cause, user__isnull=False, ended_at__isnull=True)
    rows.update(until=until)


@rule("care.pass_on", inner=True)
def pass_on_care(
    person: Person, *, by: Actor, giver: User, taker: User, cause: UUID | None
) -> Care:
    """Hand-over: the giver's Care of this cause ends, the taker's begins with the same grade, reason and last day."""
    held = Care.objects.filter(person=person, user=giver, cause=cause, ended_at__isnull=True)
    row = held.first()
    held.update(ended_at=clock.now())
    return begin_care(
        person, by=by, user=taker, cause=cause,
        grade=row.grade if row else Grade.CARER, why=row.why if row else "接手",
        until=row.until if row else None,
    )  # fmt: skip
