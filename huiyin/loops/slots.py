"""What this room hangs elsewhere: its own kinds, the passes an actor holds, the day as a home page."""

from uuid import UUID

from django.db.models import Q

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.core import clock
from huiyin.loops import kinds
from huiyin.loops.models import Pass


def _threads(user: User, post: Post) -> frozenset[UUID]:
    now = clock.now()
    running = Pass.objects.filter(user=user, ended_at__isnull=True).filter(
        Q(since__lte=now, until__gt=now)
    )
    return frozenset(running.values_list("loop", flat=True)[: actors.MOST])


actors.sources["threads"] = _threads
kinds.add("promise", label="承诺", url="loops:page", action="兑现", stands=False)
kinds.add("approval", label="审批", url="loops:page", action="去审批", clocks=("answer",))
