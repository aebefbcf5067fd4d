"""What rights hang elsewhere: the kind of Loop a request is, the way to ask, and what waits for the lead."""

from huiyin.loops import kinds
from huiyin.rights import queries
from huiyin.ui import slots

kinds.add(
    "reveal", label="查看申请", url="rights:page", action="去答复", clocks=("answer",),
    keeper="reveal.grant",
)  # fmt: skip
slots.add("person.leave", "rights:leave", needs="reveal.ask", order=10, label="查看申请")
slots.add("day.panel", "rights:waiting", needs="reveal.grant", order=60, label="查看申请")
slots.add(
    "nav", "rights:waiting", needs="reveal.grant", order=70,
    label="查看申请", icon="shield-check", count=queries.waiting,
)  # fmt: skip
