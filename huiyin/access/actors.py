"""From a signed-in user and one of her posts to the Actor that every rule and every list asks for."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Q

from huiyin.access.models import Deputy, Post, Reach, Unit, User
from huiyin.access.policy import ROLES
from huiyin.core import clock
from huiyin.core.actor import Actor

MOST = 500  # ids in one list of literals; granting more than this is refused where it is granted
Source = Callable[[User, Post], frozenset[UUID]]
_nobody: Source = lambda user, post: frozenset()  # noqa: E731
sources: dict[str, Source] = {"people": _nobody, "threads": _nobody}  # hung by residents and loops


def posts_of(user: User, on: date | None = None) -> list[Post]:
    held = Post.objects.on(on or clock.today()).filter(user=user)
    return list(held.select_related("unit", "organisation__area").order_by("since", "id"))


def actor_of(user: User, post: Post | None) -> Actor:
    if post is None or post.role not in ROLES:
        return Actor(user=user.pk, name=user.name, can=frozenset({"own"}))
    role = ROLES[post.role]
    unit = post.unit_id or ""
    return Actor(
        user=user.pk,
        post=post.pk,
        unit=unit,
        can=role.can,
        rows=role.rows,
        reach=_reach(post),
        org=None if role.staff else post.organisation_id,
        people=sources["people"](user, post),
        threads=sources["threads"](user, post),
        stand_ins=_stand_ins(user) if role.staff else frozenset(),
        name=user.name,
        role=post.role,
        place=str(post.unit or post.organisation),
        chain=(unit or _area(post))[:6].ljust(6, "0"),
    )


def _area(post: Post) -> str:
    return post.organisation.area_id or "" if post.organisation else ""


def _reach(post: Post) -> tuple[str, ...]:
    """The post's unit, what that unit absorbed, and what was granted beside it."""
    today = clock.today()
    given = Reach.objects.filter(post=post, since__lte=today)
    prefixes = set(
        given.filter(Q(until__isnull=True) | Q(until__gte=today)).values_list("prefix", flat=True)
    )
    if post.unit_id:
        absorbed = Unit.objects.filter(absorbed_into=post.unit_id).values_list("code", flat=True)
        prefixes |= {post.unit_id, *absorbed}
    return tuple(sorted(prefixes))


def _stand_ins(user: User) -> frozenset[UUID]:
    return frozenset(
        Deputy.objects.on(clock.today()).filter(deputy=user.pk).values_list("user", flat=True)
    )
