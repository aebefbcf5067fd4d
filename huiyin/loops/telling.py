"""Lines to inboxes about a matter."""

from django.urls import reverse

from huiyin.access.models import Organisation, User
from huiyin.core.actor import Actor
from huiyin.loops import kinds
from huiyin.loops.models import Loop
from huiyin.notices import rules as notices


def tell(
    loop: Loop, *, by: Actor, words: str, user: User | None = None,
    organisation: Organisation | None = None,
) -> None:  # fmt: skip
    """Whom it is about, then what happened; it opens to the matter's page. `by` is within a door."""
    about = f"{loop.person.name}：" if loop.person else ""
    notices.tell(
        by=by, user=user, organisation=organisation, words=f"{about}{words}", url=kinds.page(loop),
        cause=loop.pk, unit=loop.unit_id,
    )  # fmt: skip


def tell_here(loop: Loop, *, by: Actor, user: User, words: str, url: str, unit: str) -> None:
    """A line to a colleague that opens to a page without an id (a URL's name). `unit`: one that her post reaches, or
    none, so that whoever works in a room reads it too."""
    notices.tell(by=by, user=user, words=words, url=reverse(url), cause=loop.pk, unit=unit)
