"""A browser that is closed keeps nobody: no name, number or phone in any of its stores, nor in what it asked for.

The station's computer stands where others sit down after her. What a page shows goes with the page.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import leaks
from tests.journeys.steps import PHONE, fill_referral, find, press, send

SIZES = pytest.mark.parametrize("size", ["desk", "phone"])
NAMES = {"desk": "欧阳暮雪", "phone": "欧阳晓岚"}
NUMBERS = {"desk": "990000195108041544", "phone": "990000195108041560"}
MOBILES = {"desk": "19900007731", "phone": "19900007732"}
STORES = """async () => {
  const kept = {
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    history: JSON.stringify(history.state),
    name: window.name,
    "cookies of scripts": document.cookie,
    caches: "",
    indexedDB: "",
  };
  for (const key of await caches.keys())
    for (const asked of await (await caches.open(key)).keys()) {
      kept.caches += asked.url + (await (await caches.match(asked)).text());
    }
  for (const { name, version } of await indexedDB.databases()) {
    const base = await new Promise((done, failed) => {
      const opening = indexedDB.open(name, version);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store).getAll();
      await new Promise((done) => (all.onsuccess = done));
      kept.indexedDB += JSON.stringify(all.result);
    }
    base.close();
  }
  return kept;
}"""
PLANT = """async (words) => {
  localStorage.setItem("draft", words);
  sessionStorage.setItem("draft", words);
  document.cookie = "draft=" + encodeURIComponent(words);
  window.name = words;
  const cache = await caches.open("pages");
  await cache.put("/kept", new Response(words));
  await new Promise((done) => {
    const opening = indexedDB.open("drafts", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("one", { autoIncrement: true }).add(words);
    opening.onsuccess = () => (opening.result.close(), done());
  });
}"""


class Overheard:
    """Every address the browser asked for, and what it told of the page before."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.context.on("request", self.hear)

    def hear(self, request: Any) -> None:
        self.said += [request.url, request.headers.get("referer", "")]


def kept(page: Page) -> dict[str, str]:
    """Store → all that is in it, cookies that scripts cannot read among them."""
    stores: dict[str, str] = page.evaluate(STORES)
    cookies = [f"{c['name']}={c['value']}" for c in page.context.cookies()]
    return stores | {"cookies": "\n".join(cookies)}


def in_stores(page: Page, secrets: list[str]) -> list[leaks.Leak]:
    return [
        leak for where, text in kept(page).items() for leak in leaks.found(where, text, secrets)
    ]


def register(page: Page, name: str, number: str, mobile: str) -> None:
    page.goto("/people/new")
    page.fill("[name=name]", name)
    page.locator("label.hy-chip:has([name=sex][value='2'])").click()
    page.fill("[name=number]", number)
    page.fill("[name=phone]", mobile)
    page.fill("[name=whose]", "本人")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_contain_text(name)


def open_number(page: Page, name: str) -> None:
    page.get_by_role("link", name="查看", exact=True).click()
    page.locator("label.hy-chip:has([name=purpose])").first.click()
    page.fill("[name=words]", f"给{name}填表")
    press(page, "查看")
    expect(page.locator("hy-reveal .hy-opened").first).to_be_visible()


def type_ahead(page: Page, name: str) -> None:
    """A deed begun and left: typed, chosen from the list, not sent."""
    page.goto("/records/new")
    page.fill("hy-combo input[name=q]", name)
    page.get_by_role("option", name=name).first.click()
    page.fill("[name=note]", f"{name}来电话")


@SIZES
def test_a_workers_browser_keeps_nobody(size: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in({"desk": "worker", "phone": "worker3"}[size], size)
    heard = Overheard(page)
    name, number, mobile = NAMES[size], NUMBERS[size], MOBILES[size]
    register(page, name, number, mobile)
    find(page, name)
    page.get_by_role("link", name=name).first.click()
    open_number(page, name)
    secrets = [name, number, mobile]
    assert in_stores(page, secrets) == []
    type_ahead(page, name)
    assert in_stores(page, secrets) == []
    page.goto("/today")

    assert in_stores(page, secrets) == []
    assert len(heard.said) > 40
    assert [leak for said in heard.said for leak in leaks.found(said, said, secrets)] == []


@SIZES
def test_a_clerks_browser_keeps_nobody(size: str, sign_in: Callable[..., Page]) -> None:
    page = sign_in("clerk", size)
    heard = Overheard(page)
    name = {"desk": "司徒晚晴", "phone": "司徒晚照"}[size]
    fill_referral(page, name, matter="老人照护", agreed="说概要", problem=f"{name}不下楼。")
    secrets = [name, PHONE]
    assert in_stores(page, secrets) == []
    send(page, "交给社工站")
    page.goto("/referrals?show=all")

    assert in_stores(page, secrets) == []
    assert [leak for said in heard.said for leak in leaks.found(said, said, secrets)] == []


def test_the_control_what_is_planted_in_each_store_is_found(sign_in: Callable[..., Page]) -> None:
    page = sign_in("worker", "desk")

    page.evaluate(PLANT, "欧阳暮雪")

    assert {leak.where for leak in in_stores(page, ["欧阳暮雪"])} == {*kept(page)} - {"history"}


def test_the_control_an_address_with_a_name_is_overheard(sign_in: Callable[..., Page]) -> None:
    page = sign_in("worker", "desk")
    heard = Overheard(page)

    page.goto("/find?q=欧阳暮雪")

    assert [leak for said in heard.said for leak in leaks.found(said, said, ["欧阳暮雪"])] != []
