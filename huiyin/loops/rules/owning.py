from huiyin.access.models import Post, Seat, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.core.errors import Refused
from huiyin.loops import kinds
from huiyin.loops.models import Agreed, Loop, Reply, State
from huiyin.loops.rules.replies import reply
from huiyin.notices import rules as notices


@rule("loop.hand", inner=True)
def hand(loop: Loop, *, by: Actor, to: User) -> Loop:
    """Another owner; the open children the old one had go along, and whoever waits is told the new name."""
    seat = Seat.objects.filter(user=to).first()
    if seat is None:
        raise Refused(f"{to.name}的账号已经关了，不能接手。请换一位同事。")
    giver = loop.owner_id
    if giver == to.pk:
        return loop
    loop.owner, loop.seat = to, seat
    loop.save()
    for child in Loop.objects.open().filter(parent=loop, owner=giver):
        hand(child, by=by, to=to)
    if loop.asker_org_id or loop.asker_user_id:
        reply(
            loop, by=by, kind=Reply.Kind.HANDED, words=f"现在由{to.name}负责。", level=Agreed.STATUS
        )
    if by.user != to.pk:
        words = f"一件{kinds.of(loop.kind).label}转到您手上。"
        notices.tell(by=by, user=to, words=words, url=kinds.page(loop), cause=loop.pk)
    return loop


@rule("loop.turn_to", inner=True)
def turn_to(loop: Loop, *, by: Actor, who: str) -> Loop:
    loop.turn = who
    loop.save()
    return loop


@rule("loop.assign")
def assign(loop: Loop, *, by: Actor, to: User) -> Loop:
    """The lead names who keeps it; the new owner's post must reach where it lies."""
    if loop.state != State.OPEN:
        raise Refused("这件事已经有了回音，不用再派人。")
    posts = Post.objects.on(clock.today()).filter(user=to, unit__isnull=False)
    if not any(covers((post.unit_id or "",), loop.unit_id) for post in posts):
        raise Refused(f"{to.name}的岗位不在{loop.unit}，派给她她看不到。请选本站的同事。")
    return hand(loop, by=by, to=to)
