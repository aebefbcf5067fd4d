"""交接: when somebody leaves, all she holds is listed, named to colleagues, and taken item by item. Nobody is given a
pile without having looked: what is not taken stays with the leaver, and her account stays open for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from huiyin.access.models import Organisation, Post, Seat, Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.core.errors import Refused
from huiyin.loops import telling
from huiyin.loops.flow import ITEM
from huiyin.loops.models import Agreed, Handover, HandoverItem, Reason
from huiyin.loops.models.handover import IN_WORDS
from huiyin.loops.queries import holding, lists
from huiyin.loops.rules.closing import answer
from huiyin.loops.rules.opening import open as open_loop
from huiyin.places import calendar

Offer = tuple[HandoverItem, User]


@rule("handover.open")
def begin(
    *, by: Actor, leaver: User, last_day: date, reason: str = Reason.LEAVING,
    successor: Organisation | None = None,
) -> Handover:  # fmt: skip
    """The list is made of what she holds in the lead's sight; the lead owes it by the last day, so it is a Loop."""
    if last_day < clock.today():
        raise Refused("最后一天已经过了。请选今天或以后的一天。")
    station = Unit.objects.get(code=by.station)
    seat = _seat_of(leaver, station)
    loop = open_loop(
        by=by, kind="handover", unit=station, owner=User.objects.get(pk=by.who),
        step_words=f"{leaver.name}离岗，手上的事逐项交接", due_at=clock.at(last_day, calendar.CLOSES),
    )  # fmt: skip
    handover = Handover.objects.create(
        loop=loop, leaver=leaver, seat=seat, reason=reason, last_day=last_day, successor=successor
    )
    _list(handover, by)
    if leaver.pk != by.user:
        words = f"您的交接开始了，{by.name}会逐项请同事来接。"
        telling.tell_here(loop, by=by, user=leaver, words=words, url="loops:day", unit="")
    return handover


def _seat_of(leaver: User, station: Unit) -> Seat:
    """Her open account, held until the hand-over is there; one hand-over of hers at a time in a station."""
    seat = Seat.objects.select_for_update().filter(user=leaver).first()
    if seat is None:
        raise Refused(f"{leaver.name}的账号已经关了，没有要交接的事。")
    here = Post.objects.on(clock.today()).filter(under("unit_id", station.code), user=leaver)
    if not here.exists():
        raise Refused(f"{leaver.name}不是本站的同事。请选本站的同事。")
    if Handover.objects.running().filter(leaver=leaver, loop__unit=station).exists():
        raise Refused(f"{leaver.name}的交接已经开着。请打开那一张接着办。")
    return seat


@rule("handover.list", needs="handover.open")
def list_newcomers(handover: Handover, *, by: Actor) -> Handover:
    """What came to her after the list was made comes into it."""
    _must_run(handover)
    _list(handover, by)
    return handover


def _list(handover: Handover, by: Actor) -> None:
    missing = holding.held([handover], by)[handover.pk].beside(handover.items.all())
    HandoverItem.objects.bulk_create(
        [HandoverItem(handover=handover, loop=loop) for loop in missing.loops]
        + [HandoverItem(handover=handover, sort=s, target=t) for s, t in missing.things]
    )


@rule("handover.add", needs="handover.open")
def add(handover: Handover, *, by: Actor, words: str) -> HandoverItem:
    """Something nobody else keeps: the contact with a committee, a key, a cupboard."""
    _must_run(handover)
    return HandoverItem.objects.create(handover=handover, sort=IN_WORDS, words=words)


@rule("handover.offer", needs="handover.open")
def offer(handover: Handover, *, by: Actor, to: Sequence[Offer]) -> Handover:
    """The lead names somebody for each of these items, or leaves it to the leaver to do before she goes. Each
    colleague is told once how many wait for her."""
    _must_run(handover)
    if not to:
        raise Refused("还没有新选的人。请在要交出去的那几行选一位，再点一次。")
    asked = [item.pk for item, _ in to]
    rows = handover.items.select_for_update(of=("self",)).select_related("loop").in_bulk(asked)
    team = {mate.user.pk: mate for mate in lists.team(by)}
    named: dict[User, list[str]] = defaultdict(list)
    for item, user in to:
        row = rows[item.pk]
        if user.pk == handover.leaver_id:
            _leave(row)
            continue
        _must_fit(row, user, team.get(user.pk), by)
        ITEM.move(row, "offer")
        row.receiver, row.note = user, ""
        row.save()
        named[user].append(row.loop.unit_id if row.loop else "")
    for user, units in named.items():
        words = f"{handover.leaver.name}离岗交接：有 {len(units)} 项等您接。"
        telling.tell_here(
            handover.loop, by=by, user=user, words=words, url="loops:taking", unit=max(units)
        )
    return handover


def _leave(item: HandoverItem) -> None:
    """离岗前做完: it stays hers, and stays open until it is done."""
    ITEM.move(item, "leave")
    item.receiver = None
    item.save()


def _must_fit(item: HandoverItem, user: User, mate: lists.Mate | None, by: Actor) -> None:
    if mate is None:
        raise Refused(f"{user.name}不在能接的同事里，可能换了岗位。请刷新页面，重新选一位。")
    keeper, unit = holding.asks(item, by)
    if unit and not mate.may(keeper, unit):
        raise Refused(f"{user.name}的岗位不办这样的事，或不管这里。请选能办的同事。")


@rule("handover.settle", needs="handover.open")
def settle(item: HandoverItem, *, by: Actor) -> HandoverItem:
    """算办完: for what is written in words only; a matter is done when it has its answer."""
    _must_run(item.handover)
    if item.sort != IN_WORDS:
        raise Refused("这一项要等它自己办完，或者有同事接过去，才算了结。")
    ITEM.move(item, "settle")
    item.settled_at = clock.now()
    item.save()
    return item


@rule("handover.finish", needs="handover.open")
def finish(handover: Handover, *, by: Actor) -> Handover:
    """Nothing is open any more: the hand-over has its answer, and the account may be closed."""
    _must_run(handover)
    left = len(holding.open_items(handover, by))
    fresh = len(holding.held([handover], by)[handover.pk].beside(handover.items.all()))
    if left or fresh:
        raise Refused(f"还有 {left + fresh} 项没有了结，交接先不能收尾。请逐项选人，等同事点接。")
    return _end(handover, by, f"{handover.items.count()} 项都有了着落。")


@rule("handover.call_off", needs="handover.open")
def call_off(handover: Handover, *, by: Actor, words: str) -> Handover:
    """She stays after all. What has been taken stays with who took it; the rest was hers all along."""
    _must_run(handover)
    return _end(handover, by, words)


def _end(handover: Handover, by: Actor, words: str) -> Handover:
    answer(handover.loop, by=by, words=words, level=Agreed.STATUS)
    handover.seat = None
    handover.save()
    return handover


def _must_run(handover: Handover) -> None:
    if handover.seat_id is None:
        raise Refused("这次交接已经收尾了。还有新的事，请再办一次交接。")
