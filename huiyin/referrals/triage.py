"""What the station needs in order to decide, serve and answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiyin.access.models import Organisation, Unit
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.loops import heard
from huiyin.loops import queries as loops
from huiyin.loops.heard import Echo
from huiyin.loops.models import Milestone
from huiyin.loops.models import State as LoopState
from huiyin.referrals import lists, queries
from huiyin.referrals.flow import FLOW
from huiyin.referrals.lists import Line
from huiyin.referrals.models import Referral, State
from huiyin.residents import queries as residents
from huiyin.residents.models import Person
from huiyin.residents.queries import pages as files
from huiyin.residents.queries.pages import Twin
from huiyin.ui.ruler import Ruler

MINUTES = timedelta(minutes=15)


@dataclass(frozen=True)
class Page:
    line: Line
    name: str
    about: str
    texts: dict[str, str]
    may_read: bool
    matches: list[Twin]
    thread: list[Echo]
    clocks: list[tuple[Milestone, Ruler]]
    verbs: frozenset[str]
    mates: list[loops.Mate]
    asked: Referral
    phone_mask: str
    phone: str
    until: datetime


def page(referral: Referral, actor: Actor, opened: str = "") -> Page:
    person, top = referral.person, queries.upwards(referral)[-1]
    may_read = _may_read(referral, actor)
    waits = referral.state in {State.SENT, State.RETURNED, State.DECLINING}
    return Page(
        line=lists.lines([referral], actor)[0],
        name=residents.shown_name(person, actor),
        about=residents.line(person),
        texts=queries.texts(referral, actor) if may_read else {},
        may_read=may_read,
        matches=files.likely(person, actor) if waits else [],
        thread=heard.thread(referral.loop, by=actor)[::-1] if may_read else [],
        clocks=loops.clocks(referral.loop),
        verbs=verbs(referral, actor),
        mates=_mates(referral, actor),
        asked=top,
        phone_mask=secret.mask_phone(phone(referral, actor)),
        phone=opened,
        until=clock.now() + MINUTES,
    )


def phone(referral: Referral, actor: Actor) -> str:
    """The telephone of whoever asked, wherever the ask came in."""
    return secret.open(queries.asked(referral), "asker_phone", by=actor)


def verbs(referral: Referral, actor: Actor) -> frozenset[str]:
    """What can be done with it now by this actor: what the page offers, and no more."""
    if referral.loop.state != LoopState.OPEN or queries.holder(referral).pk != referral.pk:
        return frozenset()
    moves = {verb for verb in FLOW.moves if verb != "resend" and FLOW.may(referral, verb)}
    if referral.state in {State.ACCEPTED, State.DECLINED, State.PASSED_ON}:
        moves |= {"answer"}
    if referral.state in {State.ACCEPTED, State.SENT}:
        moves |= {"inform"}
    return frozenset(verb for verb in moves if actor.may(f"referral.{verb}"))


def places(referral: Referral, actor: Actor) -> dict[str, Any]:
    """Where it can be passed on to: the district's other stations, and bodies outside."""
    code = referral.loop.unit_id
    others = Unit.objects.visible_to(actor).open().stations().filter(under("code", code[:6]))
    near = Organisation.objects.visible_to(actor).filter(under("area", code[:6]), until=None)
    asker = [queries.asked(referral).asker_org_id or referral.pk]
    return {
        "stations": others.exclude(code=code[:10]).order_by("code"),
        "bodies": near.exclude(pk__in=asker)
        .exclude(kind__in=("agency", "evaluator"))
        .order_by("kind", "name"),
    }


def of_person(person: Person, actor: Actor) -> list[Line]:
    """Also those that named her before the station knew who she was."""
    rows = Referral.objects.visible_to(actor).filter(loop__person__in=person.ids()).told()
    return lists.lines(rows.order_by("-loop__opened_at")[:20], actor)


def of_case(pk: UUID, actor: Actor) -> list[Line]:
    """Whoever still waits for an answer that this case was opened for."""
    waiting = Q(result=pk, loop__state=LoopState.OPEN)
    return lists.lines(Referral.objects.visible_to(actor).filter(waiting).told(), actor)


def _may_read(referral: Referral, actor: Actor) -> bool:
    """Whoever is to decide on it reads it; once it is taken, its owner, her carers and the lead do."""
    if referral.loop.owner_id in actor.owners or actor.may("referral.agree"):
        return True
    return referral.state != State.ACCEPTED or residents.may_open(referral.person, actor)


def _mates(referral: Referral, actor: Actor) -> list[loops.Mate]:
    if not actor.may("loop.assign") or referral.loop.state != LoopState.OPEN:
        return []
    team = loops.team(actor)
    return [
        mate
        for mate in team
        if mate.may_keep(referral.loop) and mate.user.pk != referral.loop.owner_id
    ]
