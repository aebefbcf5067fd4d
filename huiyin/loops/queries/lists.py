from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, When
from django.db.models.functions import Least

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.access.policy import ROLES
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import covers, under
from huiyin.loops import kinds
from huiyin.loops.models import Loop, State, Turn
from huiyin.loops.models.loop import Loops
from huiyin.places import calendar

AHEAD = timedelta(days=45)
NEVER = datetime(9000, 1, 1, tzinfo=clock.BEIJING)
KEEPERS = sorted(code for code, role in ROLES.items() if role.staff and "loop.keep" in role.can)
SORTS = {
    "due": ("line_due", "opened_at", "id"),
    "opened": ("opened_at", "id"),
    "owner": ("owner__pinyin", "owner_id", "line_due", "id"),
}
BESIDE = ("person", "asker_org", "asker_user", "asker_person", "owner", "unit")


def mine(actor: Actor) -> Loops:
    """What she has to keep, her own and of whom she stands in for, one line for an ask and its open child."""
    return _lines(Loop.objects.visible_to(actor).open().owned_by(actor))


def board(actor: Actor) -> Loops:
    """Everything open in her reach, by the same lines as in each owner's day."""
    return _lines(Loop.objects.visible_to(actor).open())


def boarded(
    actor: Actor,
    *,
    owner: UUID | None = None,
    kind: str = "",
    late: bool = False,
    sort: str = "due",
) -> Loops:
    """The board narrowed and ordered as its form says; `owner` is a user's id."""
    lines = board(actor)
    lines = lines.filter(owner=owner) if owner else lines
    lines = lines.filter(kind=kind) if kind else lines
    lines = lines.filter(Q(line_due__lt=clock.now())) if late else lines
    return lines.order_by(*SORTS[sort])


def asked(actor: Actor) -> Loops:
    """What an organisation waits for, whoever of it asked: a successor finds it as her own."""
    waiting = Loop.objects.visible_to(actor).open().filter(asker_org=actor.org)
    return waiting.select_related(*BESIDE).order_by("due_at", "opened_at", "id")


def answered(actor: Actor) -> Loops:
    """What came back to an organisation, newest first."""
    done = Loop.objects.visible_to(actor).filter(asker_org=actor.org, state=State.ANSWERED)
    return done.select_related(*BESIDE).order_by("-closed_at", "id")


def answered_this_month(actor: Actor) -> Loops:
    """What she has answered or kept since the first of the month in Beijing."""
    first = clock.at(clock.today().replace(day=1))
    done = Loop.objects.visible_to(actor).filter(owner__in=actor.owners, state=State.ANSWERED)
    return done.filter(closed_at__gte=first).select_related(*BESIDE).order_by("-closed_at", "id")


def tree(loop: Loop, actor: Actor) -> list[Loop]:
    """The whole matter in sight: from its first cause down, causes before what they caused; a query a level."""
    seen = Loop.objects.visible_to(actor).select_related(*BESIDE)
    root = loop
    while root.parent_id and (above := seen.filter(pk=root.parent_id).first()):
        root = above
    found, level = [root], [root]
    while level:
        level = list(seen.filter(parent__in=[x.pk for x in level]).order_by("opened_at", "id"))
        found += level
    return found


@dataclass(frozen=True)
class Mate:
    """Who may be given a matter: a seated colleague, and her posts as (role, unit)."""

    user: User
    posts: tuple[tuple[str, str], ...]

    def may_keep(self, loop: Loop) -> bool:
        return self.may(kinds.of(loop.kind).keeper, loop.unit_id)

    def may(self, keeper: str, unit: str) -> bool:
        """Whether a post of hers over this unit holds that right."""
        units = tuple(held for role, held in self.posts if keeper in ROLES[role].can)
        return covers(units, unit)


def team(actor: Actor) -> list[Mate]:
    """Colleagues with a post of keeping promises in this reach, by name."""
    near = reduce(or_, (under("unit", prefix) for prefix in actor.reach), Q(pk__in=[]))
    posts = Post.objects.on(clock.today()).filter(near, role__in=KEEPERS, user__seat__isnull=False)
    held: dict[User, list[tuple[str, str]]] = defaultdict(list)
    for post in posts.select_related("user").order_by("user__pinyin", "user_id", "unit"):
        held[post.user].append((post.role, post.unit_id or ""))
    return [Mate(user, tuple(posts)) for user, posts in held.items()]


def unfit(user: User, unit: str, keeper: str) -> str:
    """Why this user cannot own such a matter there, empty if she can: her post must allow what it asks of her and
    cover its unit, so that "mine" needs no clause of its own (model.md 4)."""
    posts = (actors.actor_of(user, post) for post in actors.posts_of(user))
    if any(post.may(keeper) and covers(post.reach, unit) for post in posts):
        return ""
    return f"{user.name}的岗位不办这样的事，或不管这里。请选能办的同事。"


@dataclass(frozen=True)
class Load:
    """How many lines of the board are hers, and how many of them are late."""

    owner: User
    open: int
    late: int

    @property
    def key(self) -> str:
        """As it stands in the address of her lines."""
        return str(self.owner.pk)


def load(actor: Actor, mates: list[Mate]) -> list[Load]:
    """Who holds how much in this reach: a list to hand out work by, not a ranking, so by name.

    An owner outside the team (her post has ended) comes too: what she holds has to be given away.
    """
    late = Count("id", filter=Q(line_due__lt=clock.now()))
    by_owner = board(actor).order_by().values("owner").annotate(n=Count("id"), late_n=late)
    counts = {
        owner: (n, late_n) for owner, n, late_n in by_owner.values_list("owner", "n", "late_n")
    }
    people = {mate.user.pk: mate.user for mate in mates}
    people |= User.objects.in_bulk(sorted(set(counts) - set(people)))
    ordered = sorted(people.values(), key=lambda user: (user.pinyin, user.pk))
    return [Load(user, *counts.get(user.pk, (0, 0))) for user in ordered]


def unentered_years() -> list[int]:
    """Years the promises of these weeks fall into whose holidays nobody has entered: their pages say so."""
    today = clock.today()
    years = sorted({today.year, (today + AHEAD).year})
    return [year for year in years if not calendar.known(year)]


def line_due() -> Least:
    """When a line falls due: its own date or that of the ask it stands for, as far as the turn is ours.

    The same walk in Python is `lines.chain`.
    """
    stands = Q(kind__in=kinds.standing(), parent__owner=F("owner"), parent__state=State.OPEN)
    above = stands & Q(
        parent__kind__in=kinds.standing(),
        parent__parent__owner=F("owner"),
        parent__parent__state=State.OPEN,
    )
    return Least(
        _ours(Q(turn=Turn.US), "due_at"),
        _ours(stands & Q(parent__turn=Turn.US), "parent__due_at"),
        _ours(above & Q(parent__parent__turn=Turn.US), "parent__parent__due_at"),
    )


def _ours(condition: Q, due: str) -> Case:
    return Case(
        When(condition & Q(**{f"{due}__isnull": False}), then=F(due)),
        default=NEVER,
        output_field=DateTimeField(),
    )


def _lines(loops: Loops) -> Loops:
    """One line for an ask and the open child of the same owner that serves it; late and due first, what
    waits for others after. A promise made on the way is a thing of its own and keeps its own line."""
    child = Loop.objects.open().filter(
        parent=OuterRef("pk"), owner=OuterRef("owner"), kind__in=kinds.standing()
    )
    lines = loops.filter(~Exists(child)).annotate(line_due=line_due())
    above = ("parent__asker_org", "parent__asker_person", "parent__parent__asker_org")
    return lines.select_related(*BESIDE, *above, "parent__parent__asker_person").order_by(
        "line_due", "opened_at", "id"
    )
