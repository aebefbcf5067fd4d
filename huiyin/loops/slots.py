"""What this room hangs elsewhere: its own kinds, the passes an actor holds, the day as a home page."""

from uuid import UUID

from django.db.models import Q

from huiyin.access import actors, debts
from huiyin.access.models import Post, User
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import holdings, kinds, queries, things
from huiyin.loops.models import Handover, Loop, Pass
from huiyin.ui import slots


def _threads(user: User, post: Post) -> frozenset[UUID]:
    now = clock.now()
    running = Pass.objects.filter(user=user, ended_at__isnull=True).filter(
        Q(since__lte=now, until__gt=now)
    )
    return frozenset(running.values_list("loop", flat=True)[: actors.MOST])


def _debts(user: UUID) -> list[str]:
    """Where her open promises lie, one code each with what follows it, as a hand-over counts them: asked before her
    account or her post ends."""
    hers = list(Loop.objects.open().filter(owner=user).order_by("opened_at", "id"))
    return [loop.unit_id for loop in queries.heads(hers)]


def _handed(user: UUID) -> list[str]:
    """A hand-over that runs keeps her account open, also for what is no Loop: until the lead has finished it."""
    return list(Handover.objects.running().filter(leaver=user).values_list("loop__unit", flat=True))


def _owed(actor: Actor) -> int:
    return queries.mine(actor).count()


actors.sources["threads"] = _threads
debts.hang("闭环事项", _debts)
debts.hang("没收尾的交接", _handed)
for one in (holdings.CARE, holdings.RECEIVING, holdings.DEPUTY):
    things.hang(one)
kinds.add("promise", label="承诺", url="loops:page", action="兑现", stands=False)
kinds.add(
    "approval", label="审批", url="loops:page", action="去审批", clocks=("answer",),
    says={"answer": "等着审批"}, keeper="loop.assign",
)  # fmt: skip
kinds.add(
    "handover",
    label="交接",
    url="loops:handover",
    action="看交接",
    stands=False,
    keeper="loop.assign",
)
slots.add("home", "loops:day", needs="day.view", order=10)
slots.add("nav", "loops:day", needs="day.view", label="今日", icon="home", order=10, count=_owed)
slots.add("nav", "loops:board", needs="loop.board", label="事项", icon="list-check", order=15)
slots.add(
    "nav", "loops:handovers", needs="handover.view", label="交接", icon="transfer", order=85,
    count=queries.unowned, covers=("/handovers",),
)  # fmt: skip
