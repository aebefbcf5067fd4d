"""What people do in several journeys, in their words."""

import re
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLong

PHONE = "02355500126"  # the clerk's own; look-ups ask for its last four digits
NEW_PASSWORD = "shan-shui-you-xiang-feng"
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).locator("visible=true").first.click()


def send(page: Page, words: str) -> None:
    """Presses a button that leads to another page, and waits for that page."""
    try:
        with page.expect_navigation():
            press(page, words)
    except TooLong as error:
        said = page.locator(".hy-said, .hy-errors, .hy-error").all_inner_texts()
        raise AssertionError(f"“{words}” led nowhere: {said}") from error
    page.wait_for_load_state()


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).first.click()


def choose(page: Page, words: str) -> None:
    """A chip or a line of choices."""
    chip = page.locator("label.hy-chip, label.hy-choice").filter(has_text=words)
    chip.locator("visible=true").first.click()


def find(page: Page, asked: str) -> None:
    """By the page for it; what was asked for must not stand in the address."""
    page.goto("/find")
    page.fill("#who", asked)
    with page.expect_navigation():
        page.press("#who", "Enter")
    assert asked not in unquote(page.url)


def fill_referral(page: Page, name: str, *, matter: str, agreed: str, problem: str) -> None:
    page.goto("/referrals/new")
    page.fill("[name=p0-name]", name)
    choose(page, matter)
    expect(page.locator("#said")).to_contain_text(f"您选了 {matter}")
    page.fill("[name=problem]", problem)
    page.fill("[name=contact_name]", "唐玉珍")
    page.fill("[name=contact_phone]", PHONE)
    choose(page, "本人同意")
    choose(page, agreed)


def refer(page: Page, name: str, *, matter: str = "老人照护", agreed: str = "说概要") -> str:
    """The clerk sends one resident; the key of the referral."""
    fill_referral(page, name, matter=matter, agreed=agreed, problem=f"{name}最近不下楼，饭也少吃。")
    send(page, "交给社工站")
    expect(page).to_have_url(re.compile(r"/receipt$"))
    return key_of(page)


def key_of(page: Page) -> str:
    found = KEY.search(urlsplit(page.url).path)
    assert found, page.url
    return found[0]


def receipt_of(page: Page) -> str:
    """3-3-4, as it is read out on the telephone."""
    return str(page.locator(".hy-receipt").inner_text()).strip()


def assign(page: Page, key: str, to: str) -> None:
    page.goto(f"/referrals/{key}")
    page.get_by_label("同事").select_option(label=to)
    send(page, "派给这位同事")
    expect(page.locator("h1 + p")).to_contain_text(f"{to}负责")


def accept(page: Page, key: str) -> str:
    """The worker takes it; the key of the case that is opened."""
    page.goto(f"/referrals/{key}")
    send(page, "受理，开个案")
    if "/cases/" not in page.url:
        page.goto(f"/referrals/{key}")
        page.get_by_role("link", name="打开个案").click()
        page.wait_for_url("**/cases/*")
    return key_of(page)


def refused(page: Page, words: str) -> None:
    """The one sentence beside the pressed button."""
    expect(page.locator(".hy-said")).to_contain_text(words)


def open_account(page: Page, username: str, name: str) -> str:
    """The system administrator opens an account; the one-time password."""
    page.goto("/accounts/new")
    page.fill("[name=username]", username)
    page.fill("[name=name]", name)
    send(page, "开账号")
    return str(page.locator("#one-time").inner_text()).strip()


def grant(page: Page, username: str, role: str, *, unit: str = "", organisation: str = "") -> None:
    """The security administrator gives a post from today on."""
    page.goto("/posts/new")
    page.fill("[name=user]", username)
    page.get_by_label("角色").select_option(label=role)
    page.fill("[name=unit]", unit)
    if organisation:
        page.locator("[name=organisation]").select_option(label=organisation)
    send(page, "给岗位")
    expect(page).not_to_have_url(re.compile("/posts/new"))


def change_password(page: Page, old: str) -> None:
    page.fill("[name=old]", old)
    page.fill("[name=new]", NEW_PASSWORD)
    page.fill("[name=again]", NEW_PASSWORD)
    send(page, "换成新密码")
