"""What this room hangs elsewhere: its own kinds, the passes an actor holds, the day as a home page."""

from uuid import UUID

from django.db.models import Q

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import kinds, queries
from huiyin.loops.models import Pass
from huiyin.ui import slots


def _threads(user: User, post: Post) -> frozenset[UUID]:
    now = clock.now()
    running = Pass.objects.filter(user=user, ended_at__isnull=True).filter(
        Q(since__lte=now, until__gt=now)
    )
    return frozenset(running.values_list("loop", flat=True)[: actors.MOST])


def _owed(actor: Actor) -> int:
    return queries.mine(actor).count()


actors.sources["threads"] = _threads
kinds.add("promise", label="承诺", url="loops:page", action="兑现", stands=False)
kinds.add(
    "approval", label="审批", url="loops:page", action="去审批", clocks=("answer",),
    says={"answer": "等着审批"}, keeper="loop.assign",
)  # fmt: skip
slots.add("home", "loops:day", needs="day.view", order=10)
slots.add("nav", "loops:day", needs="day.view", label="今日", icon="home", order=10, count=_owed)
slots.add("nav", "loops:board", needs="loop.board", label="事项", icon="list-check", order=15)
