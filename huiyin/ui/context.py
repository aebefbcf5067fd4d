"""What every page of the frame knows: the menu with its counts, the bell, the banner, the help line."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.ui import slots
from huiyin.ui.words import FIRST_DAY


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    url: str
    count: int | None
    here: bool
    group: str


@dataclass(frozen=True)
class Frame:
    nav: list[Link]
    bell: Link | None
    demo: bool
    help_phone: str
    source: str  # AGPL-3.0, 13: whoever uses it over the network is offered its source
    first_day: str
    seen: bool  # the first-day note was shut by someone in this role, on this machine
    posts: list[Any]

    @property
    def foot(self) -> list[Link]:
        """The phone's places beside 记 and 我的."""
        return self.nav[:3]

    @property
    def here(self) -> str:
        """Where one is, said by the phone's top bar."""
        links = [*self.nav, *([self.bell] if self.bell else [])]
        return next((link.label for link in links if link.here), "回音")


def frame(request: Any) -> dict[str, Any]:
    """Lazy: an answer that shows no frame counts nothing."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {"actor": actor, "frame": SimpleLazyObject(lambda: _frame(request, actor))}


def _frame(request: Any, actor: Actor) -> Frame:
    nav = [_link(request, actor, hung) for hung in slots.hung("nav", actor)]
    bell = next((_link(request, actor, hung) for hung in slots.hung("bell", actor)), None)
    return Frame(
        nav, bell, settings.HUIYIN_DEMO, settings.HUIYIN_HELP_PHONE, settings.HUIYIN_SOURCE_URL,
        FIRST_DAY.get(actor.role, ""), request.COOKIES.get("hy_seen") == actor.role, getattr(request, "posts", []),
    )  # fmt: skip


def _link(request: Any, actor: Actor, hung: slots.Hung) -> Link:
    url = reverse(hung.url)
    here = any(_within(request.path, place) for place in (url, *hung.covers))
    return Link(
        hung.label, hung.icon, url, hung.count(actor) if hung.count else None, here, hung.group
    )


def _within(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(f"{place}/"))
