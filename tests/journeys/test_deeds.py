"""Point 6 and what stands beside it: the worker's day, 记一笔, promises, a minor's file, a deputy."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from huiyin.core import clock
from tests.journeys.steps import find, press, send, unfold

SIZES = pytest.mark.parametrize("size", ["desk", "phone"])
WORDS = "扶手已经装好，他自己走进去洗了澡。"


class Keyboard:
    """Counts what the hand does; a chord is one, the sentence itself is not counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, 0

    def key(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def say(self, words: str) -> None:
        self.page.keyboard.insert_text(words)


def test_a_deed_is_written_by_keyboard_in_at_most_eight_keys(sign_in, axe, shoot):
    page = sign_in("worker")
    hand = Keyboard(page)
    hand.key("n")
    expect(page.locator("#hy-quick [type=search]")).to_be_focused()
    hand.key("r", "g", "h")
    expect(page.locator("#hy-quick [role=option]").first).to_contain_text("冉国华")
    hand.key("Enter")
    expect(page.locator("#hy-quick [name=note]")).to_be_focused()
    hand.say(WORDS)
    expect(page.locator("#hy-quick summary").first).to_contain_text("归到：专业服务")
    assert axe(page) == []
    shoot(page, "记一笔")
    with page.expect_navigation():
        hand.key("Control+Enter")
    assert hand.strokes <= 8
    expect(page).to_have_url(re.compile("/today"))
    thread = case_of(page, "冉国华")
    expect(thread.locator(".hy-timeline")).to_contain_text(WORDS)


def test_a_deed_is_written_with_the_thumb(sign_in, axe, shoot):
    page = sign_in("worker", "phone")
    page.locator(".hy-foot-write").tap()
    page.locator("#hy-quick .hy-chip", has_text="冉国华").first.tap()
    page.locator("#hy-quick [name=note]").fill(WORDS)
    assert axe(page) == []
    shoot(page, "记一笔")
    with page.expect_navigation():
        page.locator("#hy-quick button", has_text="记下").first.tap()
    expect(case_of(page, "冉国华").locator(".hy-timeline")).to_contain_text(WORDS)


def case_of(page: Page, name: str) -> Page:
    page.goto("/cases")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/cases/*")
    return page


@SIZES
def test_what_is_owed_becomes_a_promise_and_is_kept(size, sign_in, axe, shoot):
    page = sign_in("worker", size)
    owed = {"desk": "把辅具目录带给他", "phone": "把康复时间告诉他"}[size]
    case_of(page, "冉国华")
    page.locator(".hy-next a[data-hy-quick]").first.click()
    form = page.locator("#hy-quick")
    form.locator("[name=note]").fill("他问有没有别的辅具。")
    form.locator("[name=owed]").fill(owed)
    form.locator("[name=owed_on]").fill(str(clock.today() + timedelta(days=1)))
    with page.expect_navigation():
        form.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator(".hy-timeline")).to_contain_text(owed)
    page.goto("/today")
    page.locator("#owed").get_by_role("link", name=re.compile(owed)).first.click()
    page.locator("#keep textarea").fill("带去了，一页一页讲过。")
    assert axe(page) == []
    shoot(page, "兑现")
    send(page, "已兑现，记下")
    expect(page.locator("#owed").get_by_text(owed)).to_have_count(0)


@SIZES
def test_a_deed_written_wrongly_is_corrected_and_voided_in_the_open(size, sign_in, axe, shoot):
    page = sign_in("worker", size)
    page.goto("/records/new")
    page.get_by_label("服务了谁").fill("rgh")
    page.get_by_role("option", name="冉国华").click()
    page.fill("[name=note]", "记错了的一句话。")
    send(page, "记下")
    expect(page).to_have_url(re.compile(r"/records/[0-9a-f-]{36}$"))
    unfold(page, "写错了，更正")
    page.locator("#correct-form [name=note]").fill("改过来的一句话。")
    send(page, "更正")
    expect(page.get_by_text("改之前写的是")).to_be_visible()
    expect(page.get_by_text("记错了的一句话。")).to_be_visible()
    shoot(page, "更正以后")
    unfold(page, "不该有这条，作废")
    page.locator("#void-form [name=why]").fill("写到别人名下了。")
    send(page, "作废")
    expect(page.get_by_text("这条已经作废，不计入任何数字。")).to_be_visible()
    assert axe(page) == []
    shoot(page, "作废以后")


@SIZES
def test_a_minors_file_opens_once_the_lead_grants_it(size, sign_in, axe, shoot):
    worker, lead = (
        sign_in({"desk": "worker", "phone": "worker3"}[size], size),
        sign_in("lead", size),
    )
    name = worker.locator(".hy-who b").inner_text()
    find(worker, "txy")
    worker.get_by_role("link", name="谭小宇").click()
    expect(worker.get_by_text("未满 18 周岁")).to_be_visible()
    worker.get_by_role("link", name="申请查看").click()
    worker.locator("#ask label.hy-chip").first.click()
    worker.fill("#ask [name=words]", "放学后没人管，要联系学校老师。")
    assert axe(worker) == []
    shoot(worker, "申请查看")
    send(worker, "交给站长")
    expect(worker.get_by_text("您已经申请查看")).to_be_visible()

    lead.goto("/reveals")
    lead.get_by_role("link", name=re.compile(f"{name}申请看")).first.click()
    assert axe(lead) == []
    shoot(lead, "批准查看")
    send(lead, "批准看一次")
    worker.reload()
    worker.get_by_role("link", name="去打开").click()
    send(worker, "打开资料")
    opened = worker.locator("hy-reveal")
    expect(opened.locator("[data-hy-left]")).to_contain_text(re.compile(r"再过 1\d 分 \d+ 秒遮回"))
    expect(opened.locator(".hy-opened").first).to_contain_text("990000")
    shoot(worker, "打开的资料")


@SIZES
def test_a_deputy_stands_in(size, sign_in, axe, shoot):
    lead, deputy = sign_in("lead", size), sign_in("worker", size)
    expect(deputy.get_by_text("牟建平")).to_have_count(0)
    lead.goto("/deputies")
    lead.get_by_label("谁不在").select_option(label="何川")
    lead.get_by_label("谁代理").select_option(label="周敏")
    lead.fill("#appoint [name=since]", str(clock.today()))
    lead.fill("#appoint [name=until]", str(clock.today() + timedelta(days=5)))
    assert axe(lead) == []
    send(lead, "安排代理")
    shoot(lead, "代理")
    deputy.goto("/today")
    expect(deputy.get_by_text("牟建平").first).to_be_visible()
    shoot(deputy, "代理人的今日")
    lead.goto("/deputies")
    send(lead, "结束代理")
    deputy.goto("/today")
    expect(deputy.get_by_text("牟建平")).to_have_count(0)


@SIZES
def test_a_named_resident_is_seen_whole_and_her_number_asks_a_purpose(size, sign_in, axe, shoot):
    page = sign_in({"desk": "worker", "phone": "worker3"}[size], size)
    find(page, "xsf")
    page.get_by_role("link", name="向素芬").click()
    expect(page.locator("h1")).to_contain_text("向素芬")
    assert "990000" not in page.content()
    page.get_by_role("link", name="查看", exact=True).click()
    choose_first(page)
    page.fill("[name=words]", "帮她填居家养老申请表。")
    shoot(page, "写明用途")
    press(page, "查看")
    expect(page.locator("hy-reveal .hy-opened").first).to_contain_text("990000")
    assert axe(page) == []
    shoot(page, "打开的证号")


def choose_first(page: Page) -> None:
    page.locator("label.hy-chip:has([name=purpose])").first.click()
