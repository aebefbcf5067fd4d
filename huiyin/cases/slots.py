"""What this room hangs elsewhere."""

from huiyin.cases import queries
from huiyin.core.actor import Actor
from huiyin.loops import kinds
from huiyin.ui import slots


def _running(actor: Actor) -> int:
    """How many lines the list opens with; counting stops at a thousand."""
    return queries.listed(actor).select_related(None).order_by().values("pk")[:1000].count()


kinds.add("case", label="个案", url="cases:page", action="看个案")
slots.add(
    "nav", "cases:listed", needs="case.view", label="个案", icon="folder", order=30, count=_running
)
slots.add("person.panel", "cases:of_person", needs="case.view", label="个案", order=20)
