"""What a matter was opened because of: the referral above a case, and the one that was passed on to become it."""

from collections.abc import Iterator

from huiyin.loops.models import Loop, State


def still_open(loop: Loop) -> Iterator[Loop]:
    """The matter itself and those above it, nearest first, while they are open; each row is held."""
    matter: Loop | None = loop
    while matter is not None:
        if matter.state == State.OPEN:
            yield matter
        matter = (
            Loop.objects.select_for_update(of=("self",)).get(pk=matter.parent_id)
            if matter.parent_id
            else None
        )
