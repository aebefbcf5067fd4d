"""Reads of referrals: what the asker may know of hers, and what the station needs to decide."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from huiyin.access.models import Organisation, User
from huiyin.access.models.units import Kind
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.core.errors import Refused
from huiyin.loops.models import Loop, Reply
from huiyin.loops.models import State as LoopState
from huiyin.referrals.models import Referral, State
from huiyin.residents import queries as residents
from huiyin.residents.models import Person


def acting(by: Actor) -> User:
    """The account behind the actor: whoever asks or decides here is a person, never a job."""
    return User.objects.get(pk=cast(UUID, by.user))


def holder(referral: Referral) -> Referral:
    """The station's referral in whose hands it is now: itself, or the one it was passed on to."""
    while referral.state == State.PASSED_ON and referral.result_id:
        below = Referral.objects.select_related("loop").get(pk=referral.result_id)
        if below.loop.state != LoopState.OPEN:
            return referral  # answered there, and reopened here since it was not solved
        referral = below
    return referral


def serving(referral: Referral) -> Referral:
    """The referral by which it was taken up: itself, or the one below it at the station it was passed on to."""
    while referral.state == State.PASSED_ON and referral.result_id:
        referral = Referral.objects.select_related("result").get(pk=referral.result_id)
    return referral


def upwards(referral: Referral) -> list[Referral]:
    """It and those it was passed on from, the asked one last: an answer closes them all."""
    chain = [referral]
    while chain[-1].loop.parent_id:
        above = Referral.objects.select_related("loop").filter(pk=chain[-1].loop.parent_id).first()
        if above is None:
            break
        chain.append(above)
    return chain


def asked(referral: Referral) -> Loop:
    """The Loop whose asker waits for this one: replies go there."""
    return upwards(referral)[-1].loop


def open_loop(referral: Referral) -> Loop:
    """The Loop a verb works on; refused when it has ended or lies with another station."""
    if referral.loop.state != LoopState.OPEN:
        raise Refused(
            f"这件转介{referral.loop.get_state_display()}，已经结束。请刷新页面看看最新情况。"
        )
    now_at = holder(referral)
    if now_at.pk != referral.pk:
        raise Refused(f"这件转介已转到{now_at.loop.unit}，由那边答复。")
    return referral.loop


def returned_at(referral: Referral) -> datetime:
    """When the station last sent it back for facts."""
    sent = Reply.objects.filter(loop=referral.loop_id, kind=Reply.Kind.RETURNED)
    return sent.order_by("-at").values_list("at", flat=True).first() or clock.now()


def twins(actor: Actor, people: Sequence[Any]) -> list[Referral]:
    """The asker's own open referrals that this form may repeat: same person, same number or same name.

    `people`: Person or Newcomer. Only her organisation's own rows are looked at, so the answer says nothing
    of whom the station knows.
    """
    if not actor.org:
        return []
    prints = {
        secret.fingerprint("number", str(one.number))
        for one in people
        if not isinstance(one, Person)
    }
    chosen = {one.pk for one in people if isinstance(one, Person)}
    own = Referral.objects.visible_to(actor).filter(
        loop__asker_org=actor.org, loop__state=LoopState.OPEN
    )
    rows = own.select_related("loop__person", "matter").order_by("-loop__opened_at")[:500]
    names = {one.name for one in people}
    return [row for row in rows if _same(row.person, names, prints - {""}, chosen)]


def _same(person: Person, names: set[str], prints: set[str], chosen: set[UUID]) -> bool:
    return person.pk in chosen or person.name in names or person.number_fp in prints


def bodies(actor: Actor) -> list[Organisation]:
    """Who may have called: the committees, street and departments of the worker's district, nearest first."""
    kinds = (Kind.COMMITTEE, Kind.STREET, Kind.DEPARTMENT, Kind.COMMUNITY_ORG, Kind.OTHER)
    near = Organisation.objects.visible_to(actor).filter(
        under("area", actor.district), kind__in=kinds, until=None
    )
    return sorted(
        near, key=lambda body: (not (body.area_id or "").startswith(actor.unit[:9]), body.name)
    )


def contact(actor: Actor) -> dict[str, str]:
    """A clerk's own name and telephone, as far as her account knows them: nothing known is asked."""
    if not actor.org:
        return {}
    user = acting(actor)
    return {"contact_name": user.name, "contact_phone": secret.open(user, "phone", by=actor)}


def matches(referral: Referral, actor: Actor) -> list[residents.Match]:
    """Who of the district the named resident may be: for the station's eyes, before it decides."""
    return residents.matches(referral.person, actor)


def texts(referral: Referral, actor: Actor) -> dict[str, str]:
    """What was written, opened for whoever decides on it, serves, or asked it herself."""
    names = ("problem", "tried", "needs", "words", "alternative")
    return secret.open_row(referral, names, by=actor)
