"""Every page of every role, at the desk and on the phone: whatever a link leads to from her first page.

Nothing serious for axe, nothing wider than a 320 px phone, no complaint in the console, nothing that cannot be opened.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

ROLES = (
    "worker", "lead", "clerk", "room", "sysadmin", "secadmin", "auditor", "street", "department",
    "hub", "purchaser", "agency", "evaluator", "worker2", "clerk2",
)  # fmt: skip
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/units/)\w+")
SAME = 1  # how many pages of one kind are opened
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROWEST: ViewportSize = {"width": 320, "height": 700}


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("who", ROLES)
def test_every_page_can_be_read_by_everyone(
    who: str,
    size: str,
    sign_in: Callable[..., Page],
    visits: Any,
    axe: Callable[[Page], list[str]],
    shoot: Callable[..., object],
) -> None:
    visits.forgive(r"403 \(Forbidden\)")  # a case that is not hers says who has it; counted below
    page = sign_in(who, size)
    wrong = [words for path in walk(page) for words in look(page, path, axe, shoot)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_without_an_account(
    size: str,
    request: pytest.FixtureRequest,
    axe: Callable[[Page], list[str]],
    shoot: Callable[..., object],
) -> None:
    page: Page = request.getfixturevalue(size)
    wrong = [
        words
        for path in ("/sign-in", "/lookup", "/can", "/privacy")
        for words in look(page, path, axe, shoot)
    ]
    assert not wrong, "\n".join(wrong)


def walk(page: Page) -> Iterator[str]:
    """Opens the first page and all that links lead to from there, and tells the path of each."""
    opened: Counter[str] = Counter()
    waiting, known = deque([urlsplit(page.url).path]), set[str]()
    while waiting:
        path = waiting.popleft()
        opened[kind(path)] += 1
        if opened[kind(path)] > SAME:
            continue
        yield path
        links = page.eval_on_selector_all(
            "a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
        )
        fresh = dict.fromkeys(href.split("#")[0] for href in links if not href.endswith(".pdf"))
        waiting += [href for href in fresh if href not in known and "?" not in href]
        known |= set(fresh)


def kind(path: str) -> str:
    return KEYS.sub("…", path)


def closed(page: Page, status: int) -> bool:
    """The page of somebody else's case: who has it, and the way to look with a purpose."""
    return status == 403 and page.get_by_role("link", name="写明用途再看").count() == 1


def look(
    page: Page,
    path: str,
    axe: Callable[[Page], list[str]],
    shoot: Callable[..., object],
) -> list[str]:
    answer = page.goto(path)
    expect(page.get_by_text("正在取……")).to_have_count(0)
    wrong = axe(page)
    if answer is None or not (answer.status == 200 or closed(page, answer.status)):
        wrong.append(f"{path}: {answer and answer.status}")
    shoot(page, kind(urlsplit(page.url).path).strip("/").replace("/", "-") or "首页")
    was = page.viewport_size
    assert was
    for width in (was, NARROWEST):
        page.set_viewport_size(width)
        wider = page.evaluate(WIDER)
        if wider > 0:
            wrong.append(f"{path}: {wider} px wider than {width['width']}")
    page.set_viewport_size(was)
    return wrong
