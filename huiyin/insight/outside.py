"""Figures for eyes outside the staff: whole months, standard dimensions, small cells hidden (model.md 4).

`published` hangs itself here; until it does, such an actor is shown nothing.
"""

from collections.abc import Callable
from typing import Any

from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed
from huiyin.insight.figures import Figure, Line

Shown = Callable[..., Figure]
Listed = Callable[..., tuple[list[Line], str]]


def _nothing(*_: Any, **__: Any) -> Any:
    raise NotAllowed("figure.view")


eyes: dict[str, Callable[..., Any]] = {"figure": _nothing, "rows": _nothing}


def hang(*, figure: Shown, rows: Listed) -> None:
    eyes["figure"], eyes["rows"] = figure, rows


def looking(actor: Actor) -> bool:
    """Whether these are outside eyes: the staff, and the agency that employs them, see by reach."""
    return actor.rows != "reach"
