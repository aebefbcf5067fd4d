"""The other side of a hand-over: who was named takes each item, or says why not."""

from uuid import UUID

from huiyin.access.models import Organisation, Seat, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.loops import kinds, queries, telling, things
from huiyin.loops.flow import ITEM
from huiyin.loops.models import HandoverItem, ItemState, Loop
from huiyin.loops.models.handover import IN_WORDS
from huiyin.loops.queries import holding
from huiyin.loops.rules.owning import hand
from huiyin.notices import rules as notices
from huiyin.notices.models import Message


@rule("handover.take")
def take(item: HandoverItem, *, by: Actor) -> HandoverItem:
    """接: the matter with what follows it, or the thing, is hers; whoever waits for it hears the new name."""
    _must_be_for_her(item, by)
    ITEM.move(item, "take")
    taker = User.objects.get(pk=by.who)
    Seat.objects.select_for_update().get(
        user=taker
    )  # her takings one by one: each asker is told once
    if item.loop is not None:
        _take_over(item, item.loop, by, taker)
    elif item.sort != IN_WORDS:
        giver = item.handover.leaver
        things.of(item.sort).hand(item.target, by=by, giver=giver, taker=taker)
    item.settled_at = clock.now()
    item.save()
    return item


def _take_over(item: HandoverItem, loop: Loop, by: Actor, taker: User) -> None:
    if not holding.still_hers(loop, item.handover):
        raise Refused("这件事已经办完，或者已经派给了别人，不用再接。请刷新页面看看。")
    if why := queries.unfit(taker, loop.unit_id, kinds.of(loop.kind).keeper):
        raise Refused(why)
    hand(loop, by=by, to=taker, inbox=False)
    loop.refresh_from_db()
    waiting = [one for one in holding.families([loop], by)[loop.pk] if one.asking]
    for one in waiting:
        _tell_once(item, one, by, taker)
    item.partner_told = bool(waiting)


def _tell_once(item: HandoverItem, loop: Loop, by: Actor, taker: User) -> None:
    """One line an asker and receiver in this hand-over, however many matters of hers go to him; the name stands on
    each of them besides."""
    organisation, user = loop.asker_org, None if loop.asker_org else loop.asker_user
    if not (organisation or user) or (user and user.pk == taker.pk):
        return
    if _told_already(item, taker, organisation, user):
        return
    leaver = item.handover.leaver.name
    words = f"{leaver}离岗，您交来、原来由{leaver}负责的事，现在由{taker.name}接着办。"
    notices.tell(
        by=by, organisation=organisation, user=user, words=words, url=kinds.page(loop),
        cause=item.pk, unit=loop.unit_id,
    )  # fmt: skip


def _told_already(
    item: HandoverItem, taker: User, organisation: Organisation | None, user: User | None
) -> bool:
    """The line of another item, or of this one's other matter, says it already."""
    hers = HandoverItem.objects.filter(
        handover=item.handover, receiver=taker, state=ItemState.ACCEPTED
    )
    causes: list[UUID] = [item.pk, *hers.values_list("pk", flat=True)]
    lines = Message.objects.filter(cause__in=causes)
    return lines.filter(to_org=organisation, to_user=user).exists()


@rule("handover.refuse", needs="handover.take")
def refuse(item: HandoverItem, *, by: Actor, words: str) -> HandoverItem:
    """Back to the lead as nobody's, with the reason."""
    _must_be_for_her(item, by)
    ITEM.move(item, "refuse")
    item.note = words
    item.save()
    loop = item.handover.loop
    said = f"{by.name}退回了{item.handover.leaver.name}交接的一项，请再选一位。"
    telling.tell(loop, by=by, user=loop.owner, words=said)
    return item


@rule("handover.tick", needs="handover.take")
def tick(
    item: HandoverItem, *, by: Actor, joint_intro: bool, client_told: bool, partner_told: bool
) -> HandoverItem:
    """What goes with the taking and no machine sees: met together, the resident knows, the partner knows."""
    if item.receiver_id != by.user:
        raise Refused("这几样由接的人来记。")
    item.joint_intro, item.client_told, item.partner_told = joint_intro, client_told, partner_told
    item.save()
    return item


def _must_be_for_her(item: HandoverItem, by: Actor) -> None:
    if item.handover.seat_id is None:
        raise Refused("这次交接已经收尾了。")
    if item.receiver_id != by.user:
        raise Refused("这一项不是请您接的。要改由您接，请站长选您。")
