"""A form survives double click, a session that ran out while typing, and a lost line: nothing typed is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huiyin.core import clock
from huiyin.demo.seed import district
from tests.journeys.steps import fill_referral, press, refused, send

SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@SIZES
def test_a_double_click_sends_once(size, sign_in):
    page = sign_in("clerk", size)
    name = {"desk": "石双喜", "phone": "石双福"}[size]
    fill_referral(page, name, matter="情绪低落", agreed="只说进展", problem="老伴刚走。")
    with page.expect_navigation():
        page.get_by_role("button", name="交给社工站").dblclick()
    page.wait_for_url("**/receipt")
    page.goto("/referrals?show=all")
    expect(page.get_by_role("link", name=name)).to_have_count(1)


@SIZES
def test_a_session_that_ran_out_while_typing(size, sign_in, visits, axe, shoot):
    visits.forgive(r"401 \(Unauthorized\)")
    page = sign_in("worker", size)
    words = {"desk": "带血压计去看她", "phone": "带药盒去看她"}[size]
    type_promise(page, words)
    page.context.clear_cookies(name="sessionid")
    press(page, "记下")
    refused(page, "您离开得久，要重新登录。您写的还在")
    expect(page.locator("#promise [name=words]")).to_have_value(words)
    assert axe(page) == []
    shoot(page, "写到一半要重新登录")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    again = opened.value
    again.fill("[name=login]", "worker")
    again.fill("[name=password]", district.PASSWORD)
    press(again, "登录")
    again.wait_for_url(lambda url: "/sign-in" not in url)
    send(page, "记下")
    expect(page.locator("h1")).to_contain_text(words)


@SIZES
def test_a_line_that_is_lost(size, sign_in, visits, shoot):
    visits.forgive("ERR_INTERNET_DISCONNECTED")
    page = sign_in("worker", size)
    words = {"desk": "问清楚扶手的尺寸", "phone": "问清楚轮椅的尺寸"}[size]
    type_promise(page, words)
    page.context.set_offline(True)
    press(page, "记下")
    refused(page, "网断了。您写的还在")
    expect(page.locator("#promise [name=words]")).to_have_value(words)
    shoot(page, "网断了")
    page.context.set_offline(False)
    send(page, "记下")
    expect(page.locator("h1")).to_contain_text(words)


def test_a_draft_waits_when_it_is_put_away(sign_in):
    page = sign_in("worker")
    page.keyboard.press("n")
    note = page.locator("#hy-quick [name=note]")
    note.fill("写到一半。")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("n")
    expect(note).to_have_value("写到一半。")


def type_promise(page: Page, words: str) -> None:
    page.goto("/promises/new")
    page.locator("#promise [name=words]").fill(words)
    page.locator("#promise [name=on]").fill(str(clock.today() + timedelta(days=3)))
