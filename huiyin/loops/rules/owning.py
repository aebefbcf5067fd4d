from huiyin.access.models import Seat, User
from huiyin.audit import counted
from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.loops import kinds, queries, telling
from huiyin.loops.models import Agreed, Loop, Reply, State
from huiyin.loops.rules.replies import reply
from huiyin.residents import rules as residents
from huiyin.residents.models import Care


@rule("loop.hand", inner=True)
def hand(loop: Loop, *, by: Actor, to: User, inbox: bool = True) -> Loop:
    """Another owner; the open children the old one had go along, and so does her care of these matters. What
    asks for another right of its owner (an approval) stays where it is.

    Whoever waits is told the new name, and the new owner that it is hers now. Without `inbox` the name stands on
    the matter only: who hands over many at once tells each asker once.
    """
    seat = Seat.objects.filter(user=to).first()
    if seat is None:
        raise Refused(f"{to.name}的账号已经关了，不能接手。请换一位同事。")
    if loop.owner_id == to.pk:
        return loop
    pass_down(loop, by=by, to=to, seat=seat, inbox=inbox)
    if by.user != to.pk:
        telling.tell(loop, by=by, user=to, words=f"这件{kinds.of(loop.kind).label}转到您手上。")
    return loop


@rule("loop.pass_down", inner=True)
def pass_down(loop: Loop, *, by: Actor, to: User, seat: Seat, inbox: bool) -> Loop:
    """One matter of those that change hands together."""
    giver = loop.owner
    loop.owner, loop.seat = to, seat
    loop.save()
    alike = [k.code for k in kinds.every() if k.keeper == kinds.of(loop.kind).keeper]
    children = Loop.objects.open().filter(parent=loop, owner=giver, kind__in=alike)
    for child in children.order_by("opened_at", "id"):
        pass_down(child, by=by, to=to, seat=seat, inbox=inbox)
    cares = Care.objects.filter(cause=loop.pk, user=giver, ended_at__isnull=True)
    for care in cares.select_related("person"):
        residents.pass_on_care(care.person, by=by, giver=giver, taker=to, cause=loop.pk)
    if loop.asking:
        words = f"现在由{to.name}负责。"
        reply(loop, by=by, kind=Reply.Kind.HANDED, words=words, level=Agreed.STATUS, inbox=inbox)
    return loop


@rule("loop.turn_to", inner=True)
def turn_to(loop: Loop, *, by: Actor, who: str) -> Loop:
    counted.touch(*loop.milestones.unmet())  # whether they count as due depends on whose turn it is
    loop.turn = who
    loop.save()
    return loop


@rule("loop.assign")
def assign(loop: Loop, *, by: Actor, to: User) -> Loop:
    """派人: the lead names who keeps it; the new owner must be able to see it."""
    if loop.state != State.OPEN:
        raise Refused("这件事已经有了回音，不用再派人。")
    if why := queries.unfit(to, loop.unit_id, kinds.of(loop.kind).keeper):
        raise Refused(why)
    return hand(loop, by=by, to=to)
