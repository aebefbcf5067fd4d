"""Points 3 to 7: a referral from the clerk's form to the committee's last word, played by four people."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.steps import (
    PHONE,
    accept,
    assign,
    change_password,
    choose,
    fill_referral,
    find,
    grant,
    key_of,
    open_account,
    press,
    receipt_of,
    refer,
    refused,
    send,
    unfold,
)

SIZES = pytest.mark.parametrize("size", ["desk", "phone"])
A5 = (420, 595)  # points, rounded


def named(size: str, desk: str, phone: str) -> str:
    return {"desk": desk, "phone": phone}[size]


@SIZES
def test_the_boundary_answers_before_anything_is_sent(size, sign_in, axe, shoot):
    clerk = sign_in("clerk", size)
    name = named(size, "郝守信", "郝守义")
    fill_referral(clerk, name, matter="老人照护", agreed="说概要", problem="想问低保什么时候批。")
    expect(clerk.locator("#said")).to_contain_text("上门评估")
    unfold(clerk, "别的事")
    choose(clerk, "决定低保、补贴给不给")
    expect(clerk.locator("#said")).to_contain_text("这件事交不到社工站")
    expect(clerk.locator("#said")).to_contain_text("街道民政办")
    assert axe(clerk) == []
    shoot(clerk, "交不到")
    press(clerk, "交给社工站")
    expect(clerk.locator(".hy-said, .hy-errors, .hy-error").first).to_contain_text("街道民政办")
    assert clerk.url.endswith("/referrals/new")
    choose(clerk, "有生命危险")
    expect(clerk.locator("#said")).to_contain_text("120")


@SIZES
def test_a_household_of_two_gets_receipts_on_paper(size, sign_in, axe, shoot):
    clerk = sign_in("clerk", size)
    first, second = named(size, "丰德海", "丰德江"), named(size, "祝阿秀", "祝阿珍")
    fill_referral(clerk, first, matter="老人照护", agreed="说详细", problem="老两口都下不了楼。")
    press(clerk, "加一位家人")
    expect(clerk.locator("[name=p1-name]")).to_be_visible()
    expect(clerk.locator("[name=p0-name]")).to_have_value(first)
    clerk.fill("[name=p1-name]", second)
    expect(clerk.locator("[name=problem]")).to_have_value("老两口都下不了楼。")
    shoot(clerk, "一户两位")
    send(clerk, "交给社工站")

    expect(clerk.locator("h1")).to_contain_text("罗倩负责")
    number = receipt_of(clerk)
    assert re.fullmatch(r"\d{3} \d{3} \d{4}", number)
    expect(clerk.get_by_role("link", name=second)).to_be_visible()
    assert axe(clerk) == []
    shoot(clerk, "回执")
    paper = clerk.request.get(f"/referrals/{key_of(clerk)}/receipt.pdf")
    pages = PdfReader(io.BytesIO(paper.body())).pages
    assert tuple(round(float(side)) for side in pages[0].mediabox[2:]) == A5
    words = "".join(page.extract_text() for page in pages)
    assert re.sub(r"\D", "", number) in re.sub(r"\s", "", words)

    fill_referral(clerk, first, matter="老人照护", agreed="说详细", problem="再说一次。")
    press(clerk, "交给社工站")
    expect(clerk.get_by_text("您可能已经转过这一位")).to_be_visible()
    shoot(clerk, "可能转过")


@SIZES
def test_a_referral_is_served_and_answered(size, sign_in, axe, shoot):
    clerk, lead, worker = (sign_in(who, size) for who in ("clerk", "lead", "worker"))
    name = named(size, "欧阳玉兰", "欧阳玉梅")
    key = refer(clerk, name)
    lead.goto("/referrals")
    expect(lead.get_by_role("link", name=name)).to_be_visible()
    assign(lead, key, "周敏")
    shoot(lead, "派人以后")
    accept(worker, key)
    clerk.goto(f"/referrals/{key}")
    expect(clerk.locator("h1")).to_contain_text("受理")
    expect(clerk.locator("h1 + p")).to_contain_text("周敏负责")

    tell(worker, key, "说说进展", "#inform", "已经上门两次，约好下周陪她去卫生中心。", "告诉进展")
    tell(worker, key, "最后答复", "#answer", "夜里睡得安稳了，每周有人上门。", "答复，这件就结束")

    clerk.goto("/committee")
    expect(clerk.get_by_text("夜里睡得安稳了，每周有人上门。")).to_be_visible()
    clerk.goto(f"/referrals/{key}")
    assert axe(clerk) == []
    shoot(clerk, "有了回音")
    clerk.get_by_role("link", name="还没解决").click()
    clerk.fill("textarea", "昨晚又说睡不着。")
    send(clerk, "说还没解决")
    clerk.goto(f"/referrals/{key}")
    expect(clerk.get_by_role("link", name="还没解决")).to_have_count(0)
    worker.goto("/today")
    expect(worker.get_by_text(name).first).to_be_visible()


def tell(worker, key: str, what: str, form: str, words: str, button: str) -> None:
    worker.goto(f"/referrals/{key}")
    unfold(worker, what)
    worker.locator(f"{form} textarea").fill(words)
    send(worker, button)


@SIZES
def test_the_clerk_nudges_once_a_day(size, sign_in, axe, shoot):
    clerk, elsewhere, lead = sign_in("clerk", size), sign_in("clerk", size), sign_in("lead", size)
    key = refer(clerk, named(size, "晏大婶", "晏大妈"))
    for page in (clerk, elsewhere):  # the same page open twice, as after lunch
        page.goto(f"/referrals/{key}")
    send(clerk, "催一下")
    press(elsewhere, "催一下")
    refused(elsewhere, "今天已经催过一次")
    assert axe(elsewhere) == []
    shoot(elsewhere, "催过了")
    lead.goto("/messages")
    expect(lead.get_by_text("催").first).to_be_visible()


@SIZES
def test_her_successor_sees_what_the_committee_asked(size, sign_in, shoot):
    name, username = named(size, "辜远山", "辜远水"), f"clerk-jie-{size}"
    refer(sign_in("clerk", size), name)
    once = open_account(sign_in("sysadmin", size), username, "接小班")
    grant(sign_in("secadmin", size), username, "居（村）委会", organisation="石溪社区居委会")
    successor = sign_in(username, size, once)
    change_password(successor, once)
    successor.goto("/committee")
    expect(successor.get_by_role("link", name=name).first).to_be_visible()
    shoot(successor, "接班人的首页")


@SIZES
def test_facts_are_asked_for_and_given_in_the_same_matter(size, sign_in, shoot):
    clerk, lead, worker = (sign_in(who, size) for who in ("clerk", "lead", "worker"))
    key = refer(clerk, named(size, "阮长庚", "阮长福"))
    assign(lead, key, "周敏")
    worker.goto(f"/referrals/{key}")
    unfold(worker, "缺情况，退回请补充")
    worker.locator("#return textarea").fill("请补一句：她现在和谁住。")
    send(worker, "退回，请转介人补充")
    clerk.goto(f"/referrals/{key}")
    expect(clerk.get_by_text("请补一句：她现在和谁住。")).to_be_visible()
    clerk.locator("#resend textarea").fill("和孙女住，孙女在念高中。")
    shoot(clerk, "补充情况")
    send(clerk, "补充给社工站")
    worker.goto(f"/referrals/{key}")
    expect(worker.get_by_text("和孙女住，孙女在念高中。")).to_be_visible()
    accept(worker, key)


@SIZES
def test_a_no_reaches_the_committee_only_when_the_lead_agrees(size, sign_in, axe, shoot):
    clerk, lead, worker = (sign_in(who, size) for who in ("clerk", "lead", "worker"))
    key = refer(clerk, named(size, "苗长顺", "苗长利"), matter="劳动就业")
    assign(lead, key, "周敏")
    worker.goto(f"/referrals/{key}")
    unfold(worker, "不受理")
    worker.locator("#decline label.hy-chip").first.click()
    worker.locator("#decline [name=words]").fill("要的是岗位，社工站没有岗位。")
    worker.locator("#decline [name=alternative]").fill("街道劳动就业所每周三有登记。")
    send(worker, "请站长决定")
    clerk.goto(f"/referrals/{key}")
    expect(clerk.get_by_text("街道劳动就业所每周三有登记。")).to_have_count(0)
    lead.goto(f"/referrals/{key}")
    expect(lead.get_by_text("同事提出不受理，等您决定")).to_be_visible()
    assert axe(lead) == []
    shoot(lead, "等站长决定")
    send(lead, "同意，告诉转介人")
    clerk.goto(f"/referrals/{key}")
    expect(clerk.get_by_text("街道劳动就业所每周三有登记。")).to_be_visible()
    shoot(clerk, "不受理")


@SIZES
def test_a_referral_is_passed_on_and_another_withdrawn(size, sign_in, shoot):
    clerk, lead = sign_in("clerk", size), sign_in("lead", size)
    key = refer(clerk, named(size, "古月明", "古月亮"))
    lead.goto(f"/referrals/{key}")
    unfold(lead, "转给别的站或单位")
    lead.locator("#pass_on [name=organisation]").select_option(label="弹子石街道残疾人联合会")
    lead.locator("#pass_on [name=consented]").check()
    lead.locator("#pass_on [name=words]").fill("辅具归残联，已经电话说好。")
    send(lead, "转过去，告诉转介人")
    clerk.goto(f"/referrals/{key}")
    expect(clerk.get_by_text("辅具归残联，已经电话说好。")).to_be_visible()
    shoot(clerk, "转给了别处")

    other = refer(clerk, named(size, "柴有余", "柴有庆"))
    clerk.goto(f"/referrals/{other}")
    unfold(clerk, "撤回这一件")
    clerk.locator("#withdraw [name=words]").fill("她跟女儿走了。")
    send(clerk, "撤回，不用办了")
    clerk.goto(f"/referrals/{other}")
    expect(clerk.locator("h1")).to_contain_text("撤回")


@SIZES
def test_a_caller_without_account_looks_up_the_answer(size, sign_in, request, axe, shoot):
    worker, caller = sign_in("worker", size), request.getfixturevalue(size)
    worker.goto("/referrals/enter")
    worker.fill("[name=p0-name]", named(size, "文静秋", "文静冬"))
    choose(worker, "老人照护")
    worker.fill("[name=problem]", "邻居来电话，说她三天没出门。")
    worker.fill("[name=contact_name]", "冯大姐")
    worker.fill("[name=contact_phone]", "13802369077")
    choose(worker, "本人同意")
    choose(worker, "说概要")
    shoot(worker, "替来电的人登记")
    send(worker, "记下，给编号")
    number, key = receipt_of(worker), key_of(worker)
    worker.goto(f"/referrals/{key}")
    worker.locator("#inform, #accept").first.wait_for(state="attached")

    look_up(caller, number, "9078")
    expect(caller.locator("h1")).to_have_text("没有查到")
    shoot(caller, "没有查到")
    look_up(caller, "1234567890", "9077")
    expect(caller.locator("h1")).to_have_text("没有查到")
    look_up(caller, number, "9077")
    expect(caller.locator("h1")).not_to_have_text("没有查到")
    expect(caller.get_by_text("文静")).to_have_count(0)
    assert axe(caller) == []
    shoot(caller, "查到了")


def look_up(page, number: str, tail: str) -> None:
    page.goto("/lookup")
    page.fill("[name=receipt]", number)
    page.fill("[name=tail]", tail)
    press(page, "查回音")


@SIZES
def test_another_district_sees_nothing_of_it(size, sign_in, visits):
    visits.forgive(r"404 \(Not Found\)")
    clerk = sign_in("clerk", size)
    name = named(size, "司徒望", "司徒盼")
    key = refer(clerk, name)
    receipt = receipt_of(clerk)
    for who in ("clerk2", "worker2", "lead2"):
        page = sign_in(who, size)
        for path in (
            f"/referrals/{key}",
            f"/loops/{key}",
            f"/referrals/{key}/receipt",
            f"/referrals/{key}/receipt.pdf",
        ):
            assert page.request.get(path).status == 404, path
        page.goto("/referrals?show=all")
        expect(page.get_by_text(name)).to_have_count(0)
        assert receipt not in page.content()
    stranger = sign_in("worker2", size)
    find(stranger, name)
    expect(stranger.locator("h1")).to_have_text(f"没有找到“{name}”")
    assert PHONE[-4:] not in stranger.content()
