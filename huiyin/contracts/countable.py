"""What an indicator can count: the room of the figures stands above this one and hangs its measures here."""

from collections.abc import Callable

Choices = Callable[[], list[tuple[str, str]]]
_none: Choices = list
hung: dict[str, Choices] = {"measures": _none}


def measures() -> list[tuple[str, str]]:
    """Ids and names, of what may stand in a contract."""
    return hung["measures"]()
