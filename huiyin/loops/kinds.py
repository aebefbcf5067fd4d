"""Kinds of promises. The room that owns the noun tells how it is called and where its page is; `loops` never asks more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from huiyin.loops.models import Loop

Title = Callable[[Loop], str]
SAID = {
    "answer": "答复", "contact": "首次接触", "note": "告诉本月进展", "feedback": "结束后的反馈", "promise": "答应的日子",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    url: str  # URL name of the noun's page, taking the Loop's id
    action: str  # the verb on the day's button
    clocks: tuple[str, ...] = ()  # milestones set when it opens
    title: Title | None = None  # whom it is about, if not simply the person; no query
    says: Mapping[str, str] = field(default_factory=dict)  # clock code → what is owed, in words
    stands: bool = True  # its line stands for the ask it was opened because of

    keeper: str = "loop.keep"  # the capability its owner needs

    def said(self, code: str) -> str:
        return self.says.get(code) or SAID.get(code, self.label)


_kinds: dict[str, Kind] = {}


def add(
    code: str, *, label: str, url: str, action: str = "去看看", clocks: tuple[str, ...] = (),
    title: Title | None = None, says: Mapping[str, str] | None = None, stands: bool = True,
    keeper: str = "loop.keep",
) -> None:  # fmt: skip
    _kinds[code] = Kind(code, label, url, action, clocks, title, says or {}, stands, keeper)


def of(code: str) -> Kind:
    return _kinds[code]


def every() -> list[Kind]:
    return list(_kinds.values())


def standing() -> list[str]:
    return sorted(kind.code for kind in every() if kind.stands)


def page(loop: Loop) -> str:
    return reverse(of(loop.kind).url, args=[loop.pk])
