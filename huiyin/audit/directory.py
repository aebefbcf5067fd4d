"""The journal holds ids and codes. Who and what they are is told by `access`, above, for the auditor's page."""

from collections.abc import Callable
from uuid import UUID

Names = Callable[[set[UUID]], dict[UUID, str]]
Find = Callable[[str], list[UUID]]
_names: list[Names] = []
_find: list[Find] = []
_words: dict[str, str] = {}


def hang(*, names: Names, find: Find, words: dict[str, str]) -> None:
    _names[:], _find[:] = [names], [find]
    _words.update(words)


def words(more: dict[str, str]) -> None:
    """Chinese names of verbs that are no capability of their own; any room may add."""
    _words.update(more)


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    return _names[0](ids) if _names else {}


def ids_of(text: str) -> list[UUID]:
    return _find[0](text) if _find else []


def word(verb: str) -> str:
    return _words.get(verb, verb)


def place(label: str) -> str:
    """worker@500108006A → 驻站社工 500108006A; the name of a job stays as it is."""
    role, at, unit = label.partition("@")
    return f"{word(f'role.{role}').removeprefix('role.')} {unit}".strip() if at else label


def verbs() -> dict[str, str]:
    return {verb: words for verb, words in _words.items() if not verb.startswith("role.")}
