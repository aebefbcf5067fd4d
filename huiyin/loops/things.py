"""What a leaver holds that is no Loop, and must not be forgotten either: a Care, a unit she receives for, a deputy's
post, and what higher rooms hang here from their slots.py (keys, teams). `hang(Thing(…))`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from huiyin.access.models import User
from huiyin.core.actor import Actor


@dataclass(frozen=True)
class Told:
    """One of them as a line of the list. Who takes it must hold `keeper` over `unit`, if a unit is named."""

    title: str
    words: str = ""
    url: str = ""
    unit: str = ""
    keeper: str = "loop.keep"
    minor: bool = False
    person: bool = False


Held = Callable[[set[UUID], Actor], Mapping[UUID, list[str]]]
Telling = Callable[[Iterable[str], Actor], Mapping[str, Told]]


class Handing(Protocol):
    """Within a door: the target goes from her to him."""

    def __call__(self, target: str, *, by: Actor, giver: User, taker: User) -> None: ...


@dataclass(frozen=True)
class Thing:
    code: str
    label: str
    held: Held  # user → targets she holds now, as far as this actor sees; one query however many users
    told: Telling  # target → its line; a fixed number of queries
    hand: Handing


_things: dict[str, Thing] = {}


def hang(thing: Thing) -> None:
    _things[thing.code] = thing


def of(code: str) -> Thing:
    return _things[code]


def every() -> list[Thing]:
    return list(_things.values())
