"""What the administrators' and the lead's pages read."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from huiyin.access import debts
from huiyin.access.models import Deputy, Organisation, Post, Unit, User
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import under

SIZE = 50  # rows a page
DORMANT = 90  # days without signing in (ours; 等保 2.0 asks that unused accounts be closed in time)


@dataclass(frozen=True)
class Account:
    """One line of the administrator's list."""

    user: User
    state: str  # open, once, locked, resting, closed
    words: str
    owes: str = ""


WORDS = {
    "open": "在用",
    "once": "一次性密码，还没改",
    "locked": "锁着，15 分钟后自己开",
    "resting": "久未登录，已停用",
    "closed": "已关",
}


@dataclass(frozen=True)
class Page:
    """Fifty rows of a list, how many there are in all, and after which row the next fifty begin."""

    rows: list[Any]
    total: int
    older: str = ""


def accounts(
    actor: Actor, *, q: str = "", state: str = "", sort: str = "name", after: str = ""
) -> Page:
    """All accounts in the actor's sight that fit the words (name, pinyin or user name) and the state."""
    rows, shut = User.objects.visible_to(actor).select_related("seat"), locked_names()
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(pinyin__icontains=q) | Q(username__icontains=q))
    if state:
        rows = rows.filter(_in_state(state, shut))
    never = Coalesce("seen_on", Value(date(1900, 1, 1)))
    page = _page(rows.annotate(key=never if sort == "seen" else F("pinyin")), after, sort == "seen")
    return replace(page, rows=[_account(user, shut) for user in page.rows])


def _in_state(state: str, shut: set[str]) -> Q:
    """The same five states as `_account` tells, each excluding those before it."""
    closed, resting = Q(seat__isnull=True), Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    locked, once = Q(username__in=shut), Q(one_time=True)
    awake = ~closed & ~resting
    return {
        "closed": closed,
        "resting": ~closed & resting,
        "locked": awake & locked,
        "once": awake & ~locked & once,
        "open": awake & ~locked & ~once,
    }.get(state, Q(pk__in=[]))


def _page(rows: QuerySet[Any], after: str, falling: bool = False) -> Page:
    """Keyset pages over `key`, then id: the cost of a page does not grow with its number."""
    total, last = rows.count(), rows.filter(pk=after).first() if _is_id(after) else None
    if last is not None:
        beyond = Q(key__lt=last.key) if falling else Q(key__gt=last.key)
        rows = rows.filter(beyond | Q(key=last.key, pk__gt=last.pk))
    found = list(rows.order_by("-key" if falling else "key", "pk")[: SIZE + 1])
    older = str(found[SIZE - 1].pk) if len(found) > SIZE else ""
    return Page(found[:SIZE], total, older)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def account(user: User) -> Account:
    """One account, with what it still owes."""
    found = _account(user, locked_names())
    return Account(found.user, found.state, found.words, debts.sentence(debts.owed(user)))


def locked_names() -> set[str]:
    """User names that may not try again for a while."""
    since = clock.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(attempt_time__gte=since).values("username")
    shut = tried.annotate(n=Sum("failures_since_start")).filter(n__gte=settings.AXES_FAILURE_LIMIT)
    return set(shut.values_list("username", flat=True))


def _account(user: User, shut: set[str]) -> Account:
    state = "open"
    if not user.is_active:
        state = "closed"
    elif not user.has_usable_password():
        state = "resting"
    elif user.username in shut:
        state = "locked"
    elif user.one_time:
        state = "once"
    return Account(user, state, WORDS[state])


def is_dormant(user: User) -> bool:
    """Open, and neither signed in with nor woken for ninety days."""
    last = max(filter(None, (user.seen_on, clock.local(user.seat.since).date())))
    return (clock.today() - last).days > DORMANT


def dormant(actor: Actor) -> list[User]:
    rows = User.objects.visible_to(actor).open().select_related("seat")
    return [user for user in rows if is_dormant(user)]


def resting_here(actor: Actor) -> list[Account]:
    """Colleagues whose account rests while something is still owed: the lead hands it on."""
    rows = User.objects.visible_to(actor).open().filter(posts__in=_here(actor)).distinct()
    found = [account(user) for user in rows.select_related("seat")]
    return [one for one in found if one.state == "resting" and one.owes]


def colleagues(actor: Actor) -> list[User]:
    """Who works at the actor's station today, by pinyin."""
    rows = User.objects.visible_to(actor).open().filter(posts__in=_here(actor))
    return list(rows.distinct().order_by("pinyin"))


def _here(actor: Actor) -> list[UUID]:
    held = Post.objects.on(clock.today()).filter(under("unit", actor.station))
    return list(held.values_list("pk", flat=True))


def deputies(actor: Actor) -> list[Deputy]:
    """Running, coming, and those of the last year."""
    rows = Deputy.objects.visible_to(actor).filter(until__gte=clock.today() - timedelta(days=365))
    return list(rows.select_related("user__user", "deputy__user").order_by("-until", "-since"))


def posts(
    actor: Actor, *, q: str = "", role: str = "", over: bool = False, after: str = ""
) -> Page:
    """Posts by their holder's pinyin; those that are over only when asked for."""
    rows = Post.objects.visible_to(actor).select_related("user__seat", "unit", "organisation")
    if not over:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=clock.today()))
    if role:
        rows = rows.filter(role=role)
    if q:
        rows = rows.filter(Q(user__name__icontains=q) | Q(user__pinyin__icontains=q))
    return _page(rows.prefetch_related("reaches").annotate(key=F("user__pinyin")), after)


def posts_of(user: User, actor: Actor) -> list[Post]:
    rows = Post.objects.visible_to(actor).filter(user=user).select_related("unit", "organisation")
    return list(rows.order_by("-since"))


def units(actor: Actor, *, q: str = "") -> list[Unit]:
    rows = Unit.objects.visible_to(actor).select_related("receiver__user")
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__startswith=q))
    return list(rows.order_by("code"))


def organisations(actor: Actor, *, q: str = "", kind: str = "", after: str = "") -> Page:
    rows = Organisation.objects.visible_to(actor).select_related("area")
    if q:
        rows = rows.filter(name__icontains=q)
    if kind:
        rows = rows.filter(kind=kind)
    return _page(rows.annotate(key=F("name")), after)


def names(ids: set[UUID]) -> dict[UUID, str]:
    """For the journal, which holds no names."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def found(q: str) -> list[UUID]:
    """The ids of whoever the auditor means, by name, pinyin or user name."""
    rows = User.objects.filter(Q(name__icontains=q) | Q(pinyin__icontains=q) | Q(username=q))
    return list(rows.values_list("pk", flat=True)[:50])
