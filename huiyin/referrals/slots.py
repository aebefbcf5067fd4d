"""What referrals hang elsewhere: the kind of their Loops, the menu, the day, a person's page, a case's end."""

from huiyin.loops import kinds
from huiyin.loops.models import Loop


def title(loop: Loop) -> str:
    return f"{loop.person}，转介" if loop.person else "转介"


kinds.add(
    "referral",
    label="转介",
    url="referrals:page",
    action="去答复",
    clocks=("answer", "contact", "note"),
    title=title,
)
