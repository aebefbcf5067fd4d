"""Promises in any state, made through their own verbs; a journal line is written for each outer one only."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.access.models import Organisation, Unit, User
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.loops import rules
from huiyin.loops.models import Agreed, Loop, Pass, Reply
from huiyin.residents.models import Person


def make_loop(
    owner: User,
    unit: Unit,
    *,
    kind: str = "referral",
    person: Person | None = None,
    asker_org: Organisation | None = None,
    asker_name: str = "",
    asker_phone: str = "",
    agreed: str = Agreed.SUMMARY,
    parent: Loop | None = None,
    receipt: bool = False,
    urgent: bool = False,
    step_words: str = "",
    step_on: date | None = None,
    due_at: datetime | None = None,
    **more: Any,
) -> Loop:
    """An open Loop with the clocks of its kind."""
    loop: Loop = rules.open(
        by=door(unit), kind=kind, unit=unit, owner=owner, person=person, asker_org=asker_org,
        asker_name=asker_name, asker_phone=asker_phone, agreed=agreed, parent=parent, receipt=receipt,
        urgent=urgent, step_words=step_words, step_on=step_on, due_at=due_at, **more,
    )  # fmt: skip
    return loop


def make_reply(
    loop: Loop,
    words: str,
    *,
    kind: str = Reply.Kind.PROGRESS,
    level: str = Agreed.DETAIL,
    side: str = Reply.Side.US,
    shown: bool = True,
) -> Reply:
    reply: Reply = rules.reply(
        loop, by=door(loop.unit), kind=kind, words=words, level=level, side=side, shown=shown
    )
    return reply


def make_answered(loop: Loop, words: str, *, level: str = Agreed.SUMMARY) -> Loop:
    """The same Loop, answered."""
    rules.answer(loop, by=door(loop.unit), words=words, level=level)
    return loop


def make_pass(loop: Loop, user: User, *, by: User, since: datetime, until: datetime) -> Pass:
    return Pass.objects.create(
        loop=loop, user=user, form=Pass.Form.NAMED, why="督导", by=by, since=since, until=until
    )


def door(unit: Unit, act: UUID | None = None) -> Actor:
    """The actor within some door, as inner rules require."""
    system = replace(Actor.system("demo", chain=unit.pk[:6]), unit=unit.pk)
    return system.within("demo.build", act or uuid7())


def standing_in(user: User, unit: Unit) -> Actor:
    """The user as a keeper of the unit, for long runs that need no post."""
    can = frozenset({"loop.step", "loop.keep", "loop.promise"})
    return Actor(
        user=user.pk, unit=unit.pk, can=can, rows="reach", reach=(unit.pk,), chain=unit.pk[:6]
    )
