"""Point 2: the three administrators open the door to a newcomer, and none can do another's act."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from huiyin.demo.seed import district
from tests.journeys.steps import change_password, grant, open_account, press, send

CLOSED = "这一页不归您这个岗位看"
SIZES = pytest.mark.parametrize("size", ["desk", "phone"])


@SIZES
def test_a_newcomer_comes_in(size, sign_in, axe, shoot):
    username, name = f"worker-xin-{size}", {"desk": "辛然", "phone": "辛苒"}[size]
    sysadmin, secadmin = sign_in("sysadmin", size), sign_in("secadmin", size)
    once = open_account(sysadmin, username, name)
    assert axe(sysadmin) == []
    shoot(sysadmin, "一次性密码")
    for role, unit in (("驻站社工", "500108006A"), ("社工室社工", "500108006A002")):
        grant(secadmin, username, role, unit=unit)

    newcomer = first_sign_in(sign_in, username, size, once, axe, shoot)
    newcomer.goto("/account")
    expect(newcomer.get_by_text("现在用的")).to_have_count(1)
    send(newcomer, "换到这个岗位")
    newcomer.goto("/account")
    expect(newcomer.get_by_role("button", name="换到这个岗位")).to_have_count(1)
    shoot(newcomer, "换岗位")

    auditor = sign_in("auditor", size)
    for who, verb in (("高维", "开账号"), ("安宁", "给岗位")):
        row = auditor.locator("tbody tr").filter(has_text=who).filter(has_text=verb)
        expect(row.first).to_be_visible()
    shoot(auditor, "日志里的新人")


def first_sign_in(sign_in, username: str, size: str, once: str, axe, shoot):
    page = sign_in(username, size, once)
    page.goto("/today")
    expect(page).to_have_url(re.compile("/account/password$"))
    expect(page.locator("h1")).to_have_text("先换成只有您知道的密码")
    assert axe(page) == []
    shoot(page, "要先换密码")
    change_password(page, once)
    return page


@SIZES
@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("sysadmin", ("/posts/new", "/journal", "/today", "/referrals")),
        ("secadmin", ("/accounts/new", "/journal", "/today", "/referrals")),
        ("auditor", ("/accounts", "/posts", "/today", "/referrals")),
        ("worker", ("/accounts", "/posts", "/journal", "/board")),
        ("clerk", ("/accounts", "/journal", "/today", "/cases")),
    ],
)
def test_none_can_do_anothers_act(who, paths, size, sign_in, visits, axe, shoot):
    visits.forgive(r"403 \(Forbidden\)")
    page = sign_in(who, size)
    for path in paths:
        answer = page.goto(path)
        assert answer.status == 403, path
        expect(page.locator("h1")).to_have_text(CLOSED)
    assert axe(page) == []
    shoot(page, "不归您看")


# ---- the second factor, under the strict content policy and with a silent console (the fixture asks for that)


@SIZES
def test_a_second_factor_is_set_up_and_used(size, sign_in, visits, axe, shoot):
    who = {"desk": "department11", "phone": "department12"}[size]
    page = sign_in(who, size)
    page.goto("/account/second-factor")
    page.fill("[name=password]", district.PASSWORD)
    page.press("[name=password]", "Enter")
    letters = page.locator("#letters").inner_text()
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
    assert axe(page) == []
    shoot(page, "扫码")
    page.fill("[name=code]", code(letters))
    press(page, "开动态验证码")
    codes = page.locator("#codes li").all_inner_texts()
    assert len(codes) == 8
    assert axe(page) == []
    shoot(page, "恢复码")

    for given in (lambda: code(letters), lambda: codes[0]):
        fresh = at_the_code(visits, who, size)
        assert axe(fresh) == []
        shoot(fresh, "再写验证码")
        fresh.fill("[name=code]", given())
        press(fresh, "登录")
        fresh.wait_for_url(lambda url: "/sign-in" not in url)
    again = at_the_code(visits, who, size)
    again.fill("[name=code]", codes[0])
    press(again, "登录")
    expect(again.locator(".hy-errors, .hy-error").first).to_be_visible()


def at_the_code(visits, who: str, size: str):
    page = visits.open(who, size).context.new_page()
    page.goto("/sign-in")
    page.fill("[name=login]", who)
    page.fill("[name=password]", district.PASSWORD)
    press(page, "登录")
    page.wait_for_url("**/sign-in/code")
    return page


def code(letters: str, wait: Callable[[float], None] = time.sleep) -> str:
    """RFC 6238: thirty seconds, six digits, SHA-1; never one that is about to run out."""
    left = 30 - time.time() % 30
    if left < 4:
        wait(left + 0.1)
    key = base64.b32decode(
        "".join(letters.split()).upper() + "=" * (-len("".join(letters.split())) % 8)
    )
    digest = hmac.digest(key, struct.pack(">Q", int(time.time() // 30)), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@SIZES
def test_sessions_are_listed_and_ended(size, sign_in):
    who = "evaluator"
    here, elsewhere = sign_in(who, size), sign_in(who, size)
    here.goto("/account")
    send(here, "退出其他所有地方")
    expect(here.get_by_role("button", name="退出其他所有地方")).to_have_count(0)
    elsewhere.goto("/account")
    expect(elsewhere).to_have_url(re.compile("/sign-in"))
    here.goto("/account")
    expect(here.locator("h1")).to_contain_text("方圆")
