"""Kinds of promises. The room that owns the noun tells how it is called and where its page is; `loops` never asks more."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from huiyin.loops.models import Loop

Title = Callable[[Loop], str]


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    url: str  # URL name of the noun's page, taking the Loop's id
    action: str  # the verb on the day's button
    clocks: tuple[str, ...] = ()  # milestones set when it opens
    title: Title | None = None


_kinds: dict[str, Kind] = {}


def add(
    code: str,
    *,
    label: str,
    url: str,
    action: str = "去看看",
    clocks: tuple[str, ...] = (),
    title: Title | None = None,
) -> None:
    _kinds[code] = Kind(code, label, url, action, clocks, title)


def of(code: str) -> Kind:
    return _kinds[code]


def every() -> list[Kind]:
    return list(_kinds.values())


def page(loop: Loop) -> str:
    return reverse(of(loop.kind).url, args=[loop.pk])
