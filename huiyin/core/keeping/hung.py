"""What the rooms hang here, so that the cellar can keep what it does not know: keys apart, journal, figures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Model

Heads = dict[str, list[int | str]]  # chain → place and head of its newest seal


@dataclass(frozen=True)
class Emptied:
    """Rows that hold plain facts about someone: `owner` leads to her; `says` is set once they are emptied."""

    model: type[Model]
    owner: str
    says: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Apart:
    """A table of keys. It never lies with the data it opens: a restored old backup takes today's keys, so
    whoever was erased since then stays erased (model.md 9)."""

    model: type[Model]
    owner: str  # the key to the row whose secrets these are
    key: str  # NULL once destroyed
    emptied: tuple[Emptied, ...] = ()


@dataclass(frozen=True)
class Journal:
    """How the journal is looked at in whatever database is being read just now."""

    heads: Callable[[], Heads]
    holds: Callable[[str, Heads], bool]  # does a seal up to these heads stand behind this line?
    wrong: Callable[[Path], list[str]]


apart: list[Apart] = []
journal: list[Journal] = []
figures: dict[str, Callable[[], int]] = {}
