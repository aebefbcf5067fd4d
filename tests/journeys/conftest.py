"""Journeys: a real Chromium against a real server, with the demo's own people.

`sign_in("clerk", "phone")` gives a page of a session of its own; `shoot(page, "三时限")` keeps a picture;
`axe(page)` must come back empty. Any error in a browser's console, a violated content policy among them,
fails the test that saw it.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from huiyin.demo.seed import district
from tools import chromium, sheet, throwaway

SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
STRANGERS = {"worker2", "clerk2", "lead2"}  # of the second district, whose pages are empty
KEEP_PICTURES = os.environ.get("HUIYIN_PICTURES") == "1"
collect_ignore = [] if KEEP_PICTURES else ["test_readme.py"]  # it writes into the tree
# the house answers 409 and 422 on purpose; Chromium writes each into the console
EXPECTED = re.compile(r"responded with a status of (409|422)")


# ---- the running house


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it, made once for all test processes; servers run on copies."""
    base = tmp_path_factory.getbasetemp()
    data = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seeded"
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            data.mkdir()
            throwaway.seed(data, year=True)
    return data


@pytest.fixture(scope="session")
def live(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with its job worker, for the whole session."""
    data = throwaway.copy_of(seeded, tmp_path_factory.mktemp("live") / "data")
    server = throwaway.Server(data).start()
    yield server.url
    server.stop()


# ---- the browser


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = chromium.find()
    if not found:
        pytest.exit("没有 Chromium：请用 make e2e，它会取一个。", returncode=1)
    spoken = {**found.surroundings(), "LANGUAGE": "zh_CN"}  # the language of the date fields
    return {"executable_path": found.path, "args": chromium.FLAGS, "env": spoken}


@dataclass
class Visit:
    """One browser session: who, at which size, and what its console complained about."""

    who: str
    size: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    @property
    def role(self) -> str:
        """worker3 is a worker, and so is worker-xin-desk."""
        return self.who.split("-")[0].rstrip("0123456789")

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, words: str) -> None:
        if not EXPECTED.search(words):
            self.complaints.append(f"{self.who}/{self.size}: {words}")


@dataclass
class Visits:
    """All sessions of one test; ended with it, and asked for complaints."""

    browser: Browser
    base_url: str
    all: list[Visit] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def open(self, who: str, size: str) -> Visit:
        context = self.browser.new_context(
            base_url=self.base_url, locale="zh-CN", timezone_id="Asia/Shanghai", **SIZES[size]
        )
        visit = Visit(who, size, context)
        context.on("page", visit.watch)
        self.all.append(visit)
        return visit

    def of(self, page: Page) -> Visit:
        return next(visit for visit in self.all if visit.context == page.context)

    def forgive(self, pattern: str) -> None:
        """A complaint the test provokes on purpose, such as a lost line or a 403."""
        self.forgiven.append(pattern)

    def close(self) -> list[str]:
        for visit in self.all:
            visit.context.close()
        said = [words for visit in self.all for words in visit.complaints]
        return [w for w in said if not any(re.search(p, w) for p in self.forgiven)]


@pytest.fixture
def visits(browser: Browser, live: str) -> Iterator[Visits]:
    opened = Visits(browser, live)
    yield opened
    assert opened.close() == []


@pytest.fixture
def desk(visits: Visits) -> Page:
    """Nobody in particular at a desk: for public pages."""
    return visits.open("nobody", "desk").context.new_page()


@pytest.fixture
def phone(visits: Visits) -> Page:
    return visits.open("nobody", "phone").context.new_page()


@pytest.fixture
def sign_in(visits: Visits) -> Callable[..., Page]:
    """A page of its own session, signed in as that demo account and on its first page."""

    def enter(who: str, size: str = "desk", password: str = district.PASSWORD) -> Page:
        page = visits.open(who, size).context.new_page()
        page.goto("/sign-in")
        page.fill("[name=login]", who)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")
        return page

    return enter


# ---- what is kept of it


def whole(page: Page, path: Path) -> None:
    """The page in a window as tall as it is, so that what sticks to the window's edge stands at the page's."""
    was = page.viewport_size
    assert was
    tall = was["height"]
    if not page.locator("dialog[open]").count():
        tall = max(tall, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": was["width"], "height": tall})
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(was)


@pytest.fixture
def shoot(visits: Visits) -> Callable[..., Path]:
    """A picture of the whole page, filed under who and size for the contact sheets (`make pictures`)."""

    def picture(page: Page, name: str) -> Path:
        visit = visits.of(page)
        path = sheet.SOURCE / f"{visit.role}-{visit.size}" / f"{name}.png"
        if not KEEP_PICTURES:
            return path
        if visit.who not in STRANGERS:
            whole(page, path)
        return path

    return picture


@dataclass
class Audit:
    """What axe looked at in this run: (page, role, size) and what it minded."""

    seen: set[tuple[str, str, str]] = field(default_factory=set)
    serious: list[str] = field(default_factory=list)

    def line(self) -> str:
        pages, roles, sizes = ({row[column] for row in self.seen} for column in range(3))
        counts = f"{len(pages)} pages × {len(roles)} roles × {len(sizes)} sizes"
        return f"axe: {counts}, {len(self.serious)} serious"


AUDIT = Audit()
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/units/)\w+")


@pytest.fixture
def axe(visits: Visits) -> Callable[[Page], list[str]]:
    """Serious and critical findings on the page as it stands; one line each."""

    def look(page: Page) -> list[str]:
        visit, path = visits.of(page), UUID.sub("…", urlsplit(page.url).path)
        AUDIT.seen.add((path, visit.role, visit.size))
        found = [
            f"{path}: {violation['id']}: {violation['help']}: {node['target']}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]
        AUDIT.serious.extend(found)
        return found

    return look


# each test process tells what it saw; the one that started them adds it up and says it once


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["axe"] = (sorted(AUDIT.seen), AUDIT.serious)
    elif KEEP_PICTURES and sheet.SOURCE.exists():
        sheet.main()


def pytest_testnodedown(node: Any) -> None:
    seen, serious = getattr(node, "workeroutput", {}).get("axe", ((), ()))
    AUDIT.seen |= {tuple(row) for row in seen}
    AUDIT.serious += serious


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last line of `make e2e`."""
    if AUDIT.seen and not hasattr(config, "workerinput"):
        print(AUDIT.line())  # noqa: T201
