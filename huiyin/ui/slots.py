"""Slots: a higher room hangs its panel on a lower room's page; the lower room never learns whose it is."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from huiyin.core.actor import Actor

Count = Callable[[Actor], int]


@dataclass(frozen=True)
class Hung:
    slot: str
    url: str  # the name of a URL
    needs: str  # the capability without which it does not show
    order: int = 50
    label: str = ""
    icon: str = ""
    count: Count | None = None
    group: str = ""
    covers: tuple[str, ...] = ()  # other addresses under which one is here too


_slots: dict[str, dict[str, Hung]] = defaultdict(dict)


def add(
    slot: str, url: str, *, needs: str, order: int = 50, label: str = "", icon: str = "",
    count: Count | None = None, group: str = "", covers: tuple[str, ...] = (),
) -> None:  # fmt: skip
    _slots[slot][url] = Hung(slot, url, needs, order, label, icon, count, group, covers)


def hung(slot: str, actor: Actor) -> list[Hung]:
    """What this actor finds in a slot, in order."""
    return sorted((h for h in _slots[slot].values() if actor.may(h.needs)), key=lambda h: h.order)
