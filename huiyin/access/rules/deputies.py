"""The station lead's verbs about who stands in for whom."""

from datetime import date, timedelta

from huiyin.access.models import Deputy, Post, Seat, Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.core.errors import Refused


@rule("deputy.appoint")
def appoint(*, by: Actor, user: User, deputy: User, since: date, until: date) -> Deputy:
    """The owner stays the owner; her promises stand in the deputy's day as well from … to."""
    if until < since or until < clock.today():
        raise Refused("代理的日期不对：结束不能早于开始，也不能早于今天。")
    if user.pk == deputy.pk:
        raise Refused("不能由本人代理本人。请选一位同事。")
    for person in (user, deputy):
        _must_work_here(person, by)
    _must_be_free(user, deputy, since, until)
    return Deputy.objects.create(
        user=_seat(user), deputy=_seat(deputy), since=since, until=until,
        unit=Unit.objects.get(pk=by.station),
    )  # fmt: skip


@rule("deputy.end")
def end_deputy(deputy: Deputy, *, by: Actor) -> Deputy:
    """Yesterday was the last day, or it never began."""
    if deputy.until < clock.today():
        raise Refused("这次代理已经结束了。")
    yesterday = clock.today() - timedelta(days=1)
    deputy.until, deputy.since = yesterday, min(deputy.since, yesterday)
    deputy.save()
    return deputy


@rule("deputy.hand_on", inner=True)
def hand_on(deputy: Deputy, *, by: Actor, to: User) -> Deputy:
    """Another colleague stands in for the rest of the days: whoever did is leaving."""
    if deputy.user_id == to.pk:
        raise Refused(f"{to.name}就是不在的那位，不能由本人代理。请换一位同事。")
    deputy.deputy = _seat(to)
    deputy.save()
    return deputy


def _seat(user: User) -> Seat:
    seat = Seat.objects.select_for_update().filter(user=user).first()  # or it is left meanwhile
    if seat is None:
        raise Refused(f"{user.name}的账号已经关了。请换一位同事。")
    return seat


def _must_work_here(user: User, by: Actor) -> None:
    held = Post.objects.on(clock.today()).filter(under("unit_id", by.station), user=user)
    if not held.exists():
        raise Refused(f"{user.name}不是本站的同事。请选本站的同事。")


def _must_be_free(user: User, deputy: User, since: date, until: date) -> None:
    """Nobody has two deputies at once, and nobody stands in who is away herself: promises would fall between."""
    during = Deputy.objects.filter(since__lte=until, until__gte=since)
    if during.filter(user=user.pk).exists():
        raise Refused(f"{user.name}在这几天已经有人代理。要换人，请先结束原来的代理。")
    if during.filter(user=deputy.pk).exists():
        raise Refused(f"{deputy.name}自己在这几天也不在。请换一位同事。")
    if during.filter(deputy=user.pk).exists():
        raise Refused(f"{user.name}在这几天正替别人代理。请先把那次代理交给别人。")
