"""Units, organisations, accounts and posts, made without the pages an administrator would use."""

from datetime import date

from huiyin.access import actors
from huiyin.access.models import Organisation, Post, Reach, Seat, Unit, User
from huiyin.access.models.units import Level
from huiyin.core.actor import Actor
from huiyin.core.pinyin import pinyin
from huiyin.places.models import Area

LEVELS = {6: Level.HUB, 10: Level.STATION, 13: Level.ROOM}
SINCE = date(2020, 8, 1)


def make_area(code: str, name: str) -> Area:
    """The area and, where they are missing, the areas above it under invented names."""
    parent = None
    for length in (n for n in (2, 4, 6, 9) if n < len(code)):
        parent, _ = Area.objects.get_or_create(
            code=code[:length],
            defaults={"name": f"第{code[:length]}区", "level": length, "parent": parent},
        )
    area, _ = Area.objects.get_or_create(
        code=code, defaults={"name": name, "level": len(code), "parent": parent}
    )
    return area


def make_user(username: str, name: str, *, password: str = "", seated: bool = True) -> User:
    user = User(username=username, name=name, pinyin=pinyin(name))
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    if seated:
        Seat.objects.create(user=user)
    return user


def make_unit(code: str, name: str, *, receiver: User | None = None) -> Unit:
    """A unit of the level its code says; a station's receiver must be seated."""
    area = make_area(_area_of(code), name.removesuffix("社工室"))
    seat = receiver.seat if receiver else None
    return Unit.objects.create(
        code=code, name=name, level=LEVELS[len(code)], area=area, receiver=seat, since=SINCE
    )


def _area_of(code: str) -> str:
    return {6: code, 10: code[:9], 13: code[:9] + code[10:]}[len(code)]


def make_organisation(kind: str, name: str, area: str) -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name, area=make_area(area, name), since=SINCE
    )


def make_post(
    user: User,
    role: str,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    reach: tuple[str, ...] = (),
    title: str = "",
    since: date = SINCE,
    until: date | None = None,
) -> Post:
    post = Post.objects.create(
        user=user,
        role=role,
        unit=unit,
        organisation=organisation,
        title=title,
        since=since,
        until=until,
    )
    for prefix in reach:
        Reach.objects.create(post=post, prefix=prefix, since=since, until=until, why="随岗位")
    return post


def actor_for(user: User, post: Post | None = None) -> Actor:
    """The actor of the given post, or of the first one the user holds today."""
    user = User.objects.get(pk=user.pk)
    return actors.actor_of(user, post or next(iter(actors.posts_of(user)), None))
