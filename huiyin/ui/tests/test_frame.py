"""The page around every page: who is where, what waits, what to press, whom to call."""

import pytest
from django.template.loader import render_to_string

from huiyin.access.policy import ROLES
from huiyin.core.actor import Actor
from huiyin.demo.builders import access as make
from huiyin.ui.context import frame
from huiyin.ui.words import FIRST_DAY


@pytest.fixture
def page(client):
    def fetch(user, url="/gallery"):
        client.force_login(user)
        return client.get(url)

    return fetch


def test_the_gallery_shows_every_component(page, lin):
    answer = page(lin)

    assert answer.status_code == 200
    for part in (
        "hy-loop",
        "hy-ruler",
        "hy-num",
        "hy-masked",
        "hy-chip",
        "hy-bar",
        "hy-empty",
        "hy-timeline",
    ):
        assert part in answer.content.decode()


def test_the_gallery_needs_its_right(page, db):
    nobody = make.make_user("nobody", "无岗")

    assert page(nobody).status_code == 403


@pytest.mark.parametrize(("who", "writes"), [("lin", True), ("tang", False), ("gao", False)])
def test_only_who_may_write_deeds_finds_the_button(page, request, who, writes):
    shown = page(request.getfixturevalue(who)).content.decode()

    assert (shown.count("data-hy-quick") > 0, 'id="hy-quick"' in shown) == (writes, writes)


def test_the_frame_says_who_and_where(page, tang):
    shown = page(tang).content.decode()

    assert ("唐玉珍" in shown, "石溪社区居委会" in shown) == (True, True)


def test_every_page_has_the_help_line_and_the_number_to_quote(page, lin, settings):
    settings.HUIYIN_HELP_PHONE = "023-6200 0110"
    answer = page(lin)

    shown = answer.content.decode()
    assert ("打 023-6200 0110" in shown, answer["X-Request-Number"] in shown) == (True, True)


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so(page, lin, settings, demo):
    settings.HUIYIN_DEMO = demo

    assert ("演示系统，人物均为虚构" in page(lin).content.decode()) is demo


def first_day_note(page: str) -> str:
    """The opening tag of the note, without its line breaks."""
    start = page.index('<details class="hy-first-day"')
    return " ".join(page[start : page.index(">", start)].split())


def test_the_first_day_note_is_open_until_someone_in_this_role_shuts_it(page, client, lin):
    shut = '<details class="hy-first-day" data-hy-seen="worker"'
    assert first_day_note(page(lin).content.decode()) == f"{shut} open"

    client.cookies["hy_seen"] = "worker"

    assert first_day_note(page(lin).content.decode()) == shut


def test_every_role_of_the_policy_page_has_a_first_day_note():
    assert set(FIRST_DAY) == set(ROLES)


def test_the_menu_marks_the_page_one_is_on(page, lin):
    shown = page(lin, "/find").content.decode()

    assert shown.count('aria-current="page"') >= 2  # the desk's menu and the phone's


def test_the_phone_menu_page_offers_everything_the_menu_does(page, lin):
    shown = page(lin, "/menu").content.decode()

    assert ("我的账号" in shown, "退出登录" in shown) == (True, True)


def test_the_list_of_keys_is_a_page_too(page, lin):
    assert "下一行，上一行；回车打开" in page(lin, "/keys").content.decode()


def test_someone_not_signed_in_has_an_empty_frame(rf):
    known = frame(rf.get("/"))

    assert (known["actor"], known["frame"].nav, known["frame"].here) == (Actor(), [], "回音")


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500, 503, 507])
def test_an_error_page_says_what_to_do_and_a_number_without_any_frame(status):
    shown = render_to_string(
        f"{status}.html", {"request": {"number": "4821-0973"}, "words": "请先受理。"}
    )

    assert ("4821-0973" in shown, "回到首页" in shown, "急事请打 ；" in shown) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("url", ["/gallery", "/lookup"])
def test_every_page_offers_its_source_where_it_is_known(page, client, lin, settings, url):
    """AGPL-3.0, 13: also to whoever only looks an answer up."""
    settings.HUIYIN_SOURCE_URL = "https://source.example/huiyin"
    fetch = page if url == "/gallery" else lambda user, url: client.get(url)

    assert fetch(lin, url).content.decode().count("https://source.example/huiyin") == 1
    settings.HUIYIN_SOURCE_URL = ""
    assert "源代码" not in fetch(lin, url).content.decode()
