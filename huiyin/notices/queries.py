"""The inbox, newest first, by keyset: the hundredth page costs what the first does."""

from dataclasses import dataclass

from django.db.models import Q

from huiyin.core import keyset, secret
from huiyin.core.actor import Actor
from huiyin.notices.models import Message

PAGE = 30


@dataclass(frozen=True)
class Line:
    message: Message
    words: str


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    older: str  # the place from which the next page is asked; empty on the last


def unread(actor: Actor) -> int:
    return Message.objects.visible_to(actor).of(actor).unread().count()


def inbox(actor: Actor, *, fresh: bool = False, before: str = "", n: int = PAGE) -> Page:
    """`before` is the `older` of the page before; one that is none of ours is taken as the beginning."""
    rows = Message.objects.visible_to(actor).of(actor)
    rows = rows.unread() if fresh else rows
    rows = rows.filter(_after(before)).select_related("read_by").order_by("-at", "-id")
    found = list(rows[: n + 1])
    words = secret.open_all(found[:n], "words", by=actor)
    lines = [Line(message, said) for message, said in zip(found, words, strict=False)]
    last = found[n - 1] if len(found) > n else None
    return Page(lines, keyset.key(last.at, last.pk) if last else "")


def _after(place: str) -> Q:
    if edge := keyset.edge(place):
        return Q(at__lt=edge[0]) | Q(at=edge[0], pk__lt=edge[1])
    return Q()
