"""The four pictures of README, of a house nobody has touched yet. Written only with HUIYIN_PICTURES=1."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from huiyin.demo.seed import district
from tests.journeys.steps import PHONE, choose
from tools import throwaway

TARGET = Path("docs/pictures")
HEAVIEST = 200_000  # bytes
VIEW: ViewportSize = {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def untouched(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = throwaway.Server(
        throwaway.copy_of(seeded, tmp_path_factory.mktemp("readme") / "data")
    ).start()
    yield server.url
    server.stop()


@pytest.fixture
def room(browser: Browser, untouched: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=untouched, locale="zh-CN", viewport=VIEW)
    yield context
    context.close()


def enter(context: BrowserContext, who: str) -> Page:
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=login]", who)
    page.fill("[name=password]", district.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.wait_for_load_state("networkidle")
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = TARGET / f"readme-{name}.png"
    TARGET.mkdir(parents=True, exist_ok=True)
    picture.quantize(96).save(path, optimize=True)
    assert path.stat().st_size <= HEAVIEST


def test_the_workers_day(room: BrowserContext) -> None:
    keep(enter(room, "worker"), "today")


def test_the_committees_page(room: BrowserContext) -> None:
    keep(enter(room, "clerk"), "committee")


def test_the_referral_form(room: BrowserContext) -> None:
    page = enter(room, "clerk")
    page.goto("/referrals/new")
    page.fill("[name=p0-name]", "丰玉兰")
    page.fill("[name=p0-phone]", "13802360000")
    choose(page, "申请救助")
    page.get_by_text("您选了").wait_for()
    page.mouse.wheel(0, -9000)
    page.set_viewport_size({"width": 1280, "height": 1120})
    keep(page, "referral")


def test_the_public_look_up(room: BrowserContext) -> None:
    page = enter(room, "clerk")
    page.goto("/committee")
    page.get_by_role("link", name="石永寿").first.click()
    page.wait_for_load_state("networkidle")
    receipt = re.sub(r"\D", "", page.locator(".hy-receipt").inner_text())
    page.goto("/lookup")
    page.fill("[name=receipt]", receipt)
    page.fill("[name=tail]", PHONE[-4:])
    page.get_by_role("button", name="查回音").click()
    page.locator(".hy-lines").wait_for()
    keep(page, "lookup")
