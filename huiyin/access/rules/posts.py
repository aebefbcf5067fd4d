"""The security administrator's verbs about posts and reaches."""

from datetime import date

from huiyin.access import debts
from huiyin.access.models import Organisation, Post, Reach, Seat, Unit, User
from huiyin.access.models.units import Level
from huiyin.access.policy import ROLES
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.core.errors import Refused
from huiyin.places.models import Area

ADMINISTRATORS = {"sysadmin", "secadmin", "auditor"}  # 等保 2.0: three people, none in two of these
_LEVEL = {"worker": Level.STATION, "lead": Level.STATION, "room": Level.ROOM, "hub": Level.HUB}


@rule("post.grant")
def grant_post(
    *, by: Actor, user: User, role: str, unit: Unit | None = None,
    organisation: Organisation | None = None, title: str = "", since: date | None = None,
    until: date | None = None,
) -> Post:  # fmt: skip
    """Staff hold posts at a unit of their role's level; everyone else at an organisation."""
    since = since or clock.today()
    _must_fit(role, unit, organisation)
    _must_be_in_order(since, until)
    _must_be_possible(by, user, role)
    same = Post.objects.filter(user=user, role=role, unit=unit, organisation=organisation)
    if same.filter(until__isnull=True).exists() or same.on(since).exists():
        raise Refused(f"{user.name}已经有这个岗位了。要改日期，请先结束原来的。")
    return Post.objects.create(
        user=user, role=role, unit=unit, organisation=organisation, title=title, since=since,
        until=until, by_id=by.user,
    )  # fmt: skip


@rule("post.end")
def end_post(post: Post, *, by: Actor, until: date) -> Post:
    """The last day she holds it; today or earlier only when nothing of hers lies there any more."""
    _must_be_in_order(post.since, until)
    if until <= clock.today():
        _must_owe_nothing_there(post)
    post.until = until
    post.save()
    return post


@rule("reach.grant")
def grant_reach(
    *, by: Actor, post: Post, prefix: str, why: str, since: date | None = None,
    until: date | None = None,
) -> Reach:  # fmt: skip
    since = since or clock.today()
    _must_be_in_order(since, until)
    if post.user_id == by.user:
        raise Refused("不能给自己范围。请另一位安全管理员来给。")
    known = Area.objects.filter(code=prefix).exists() or Unit.objects.filter(code=prefix).exists()
    if not known:
        raise Refused(f"没有代码是 {prefix} 的地方或单位。请对照区划代码和单位代码。")
    return Reach.objects.create(post=post, prefix=prefix, since=since, until=until, why=why)


@rule("reach.end")
def end_reach(reach: Reach, *, by: Actor, until: date) -> Reach:
    _must_be_in_order(reach.since, until)
    reach.until = until
    reach.save()
    return reach


def _must_fit(role: str, unit: Unit | None, organisation: Organisation | None) -> None:
    if role not in ROLES:
        raise Refused("没有这个角色。请从列表里选。")
    name = ROLES[role].name
    if not ROLES[role].staff:
        if unit is not None or organisation is None:
            raise Refused(f"{name}的岗位设在组织里。请选组织，单位空着。")
    elif unit is None or unit.level != _LEVEL[role]:
        raise Refused(f"{name}的岗位要设在{_LEVEL[role].label}。请选这一级的单位。")
    elif unit.until:
        raise Refused(f"{unit}已经停了，不能再设岗位。")


def _must_be_in_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Refused("结束的日期比开始还早。请改一下日期。")


def _must_be_possible(by: Actor, user: User, role: str) -> None:
    if user.pk == by.user:
        raise Refused("不能给自己岗位。请另一位安全管理员来给。")
    if not Seat.objects.filter(user=user).exists():
        raise Refused(f"{user.name}的账号已经关了。请系统管理员先打开。")
    others = set(Post.objects.on(clock.today()).filter(user=user).values_list("role", flat=True))
    if (role in ADMINISTRATORS and others - {role}) or others & (ADMINISTRATORS - {role}):
        raise Refused("三位管理员要由三个人分别担任，也不兼别的岗位。请换一个人。")


def _must_owe_nothing_there(post: Post) -> None:
    if post.unit_id is None:
        return
    held = Post.objects.on(clock.today()).filter(user=post.user_id).exclude(pk=post.pk)
    still = tuple(code for code in held.values_list("unit_id", flat=True) if code)
    owes = {
        words: [c for c in codes if c.startswith(post.unit_id) and not covers(still, c)]
        for words, codes in debts.owed(post.user).items()
    }
    owes = {words: codes for words, codes in owes.items() if codes}
    if owes:
        raise Refused(
            f"{post.user.name}在{post.unit}还有 {debts.sentence(owes)}没有人接，岗位先不能结束。请站长先派给别人。"
        )
