import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from huiyin.access.models import User
from huiyin.core import clock as times
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import loops as make
from huiyin.loops import rules
from huiyin.loops import slots as room_slots
from huiyin.loops.models import Loop
from huiyin.residents.models import Person
from huiyin.ui import slots

# queries: sign-in and post, then the page's own; without what other rooms count in the menu
DAY, BOARD = 13, 13
SignIn = Callable[[User], Any]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame without the menu's counts and without other rooms' panels."""
    monkeypatch.setattr("huiyin.ui.slots._slots", defaultdict(dict))


def text(answer: Any) -> str:
    """The words of a page, without tags and spaces."""
    assert answer.status_code in {200, 422}
    body = answer.content.decode().split("<main", 1)[1].split("<footer", 1)[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def heading(answer: Any) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", found))


def test_the_day_begins_with_a_sentence(
    ask: Loop, service: Loop, lin: User, signed_in: SignIn, clock: time_machine.Traveller
):
    client = signed_in(lin)

    assert heading(client.get("/today")) == "林晓，今天有1件要兑现"
    clock.move_to("2026-03-09T09:00:00+08:00")
    rules.promise(by=access.actor_for(lin), words="送去血压计", on=date(2026, 3, 10))
    assert heading(signed_in(lin).get("/today")) == "林晓，今天有2件要兑现，1件已逾期"


def test_the_menus_number_is_the_length_of_the_day(ask: Loop, service: Loop, lin: User, chen: User):
    for user, n in ((lin, 1), (chen, 0)):
        actor = access.actor_for(user)
        (today,) = [hung for hung in slots.hung("nav", actor) if hung.url == "loops:day"]
        assert today.count
        assert today.count(actor) == n


def test_an_account_that_owes_is_asked_about_by_where_it_owes(
    ask: Loop, service: Loop, lin: User, chen: User
):
    assert [room_slots._debts(user.pk) for user in (lin, chen)] == [
        ["500108006A"],
        [],
    ]


def test_an_empty_day_says_what_it_means_and_offers_something(lin: User, signed_in: SignIn):
    page = signed_in(lin).get("/today")

    assert heading(page) == "林晓，今天没有要兑现的事"
    assert "没有人在等您的回音。" in text(page)


def test_each_line_has_its_clock_and_one_action(ask: Loop, lin: User, signed_in: SignIn):
    words = text(signed_in(lin).get("/today"))

    assert "向秀芬，78岁：答复石溪社区居委会唐玉珍在等还剩3个工作日" in words
    assert "共1件本月已答0件" in words


@pytest.mark.parametrize("n", [1, 3])
def test_the_day_costs_the_same_for_one_and_for_three(
    n: int, lin: User, station: Any, xiang: Person, committee: Any, signed_in: SignIn,
    django_assert_num_queries: Any, bare: None,
):  # fmt: skip
    for _ in range(n):
        make.make_loop(lin, station, kind="ask", person=xiang, asker_org=committee)
    client = signed_in(lin)
    client.get("/today")

    with django_assert_num_queries(DAY):
        assert heading(client.get("/today")) == f"林晓，今天有{n}件要兑现"


def test_the_number_answered_opens_to_that_many_lines(lin: User, station: Any, signed_in: SignIn):
    for n in range(3):
        rules.keep(
            rules.promise(by=access.actor_for(lin), words=f"第{n}件", on=times.today()),
            by=access.actor_for(lin), words="好了",
        )  # fmt: skip
    client = signed_in(lin)

    assert "本月已答3件" in text(client.get("/today"))
    page = client.get("/answered")
    assert heading(page) == "本月已答3件"
    assert page.content.decode().count('<li class="hy-loop"') == 3


def test_a_month_without_answers(lin: User, signed_in: SignIn):
    assert heading(signed_in(lin).get("/answered")) == "本月还没有答过"


def test_a_long_list_is_turned_by_pages(
    lin: User, station: Any, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("huiyin.loops.views.promises.PAGE", 2)
    for _ in range(3):
        make.make_answered(make.make_loop(lin, station, kind="service"), "好了")
    client = signed_in(lin)

    def lines(url: str) -> tuple[int, bool, bool]:
        body = client.get(url).content.decode()
        return body.count('<li class="hy-loop"'), "前一页" in body, "后一页" in body

    assert lines("/answered") == (2, False, True)
    assert lines("/answered?page=2") == (1, True, False)
    assert lines("/answered?page=x") == (2, False, True)
    assert lines("/answered?page=0") == (2, False, True)


def test_an_unentered_year_is_said(lin: User, signed_in: SignIn):
    assert "2026年放假安排还没有录入，先按周一到周五算。" in text(signed_in(lin).get("/today"))


@pytest.mark.parametrize(
    ("who", "day", "board"),
    [
        ("lin", 200, 403), ("he", 200, 403), ("chen", 200, 200), ("tang", 403, 403), ("wu", 403, 403),
        ("gao", 403, 403), ("shen", 403, 403),
    ],
)  # fmt: skip
def test_who_has_a_day_and_who_a_board(
    cast: Any, who: str, day: int, board: int, signed_in: SignIn
):
    client = signed_in(getattr(cast, who))

    assert [client.get(url).status_code for url in ("/today", "/answered", "/board")] == [
        day,
        day,
        board,
    ]


def test_a_line_about_a_neighbour_never_shows_elsewhere(ask: Loop, cast: Any, signed_in: SignIn):
    for who in ("zheng", "zhao", "zhou"):
        assert "向秀芬" not in signed_in(getattr(cast, who)).get("/today").content.decode()


# ---- the board


def test_the_board_begins_with_what_is_open_and_late(
    ask: Loop, service: Loop, chen: User, signed_in: SignIn, clock: time_machine.Traveller
):
    clock.move_to("2026-03-09T09:00:00+08:00")

    page = signed_in(chen).get("/board")

    assert heading(page) == "弹子石街道社工站有1件在办，1件已逾期"
    assert "每人手上的事陈站0件林晓1件逾期1件" in text(page)


def test_an_empty_board_says_so(chen: User, signed_in: SignIn):
    assert heading(signed_in(chen).get("/board")) == "弹子石街道社工站没有在办的事"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("", 2), ("?owner={chen}", 1), ("?kind=service", 1), ("?late=on", 0), ("?owner={lin}&kind=ask", 0),
        ("?owner=nobody&kind=nothing&sort=up", 2), ("?sort=owner", 2),
    ],
)  # fmt: skip
def test_the_board_is_narrowed(
    ask: Loop, service: Loop, lin: User, chen: User, station: Any, signed_in: SignIn, query: str,
    lines: int,
):  # fmt: skip
    make.make_loop(chen, station, kind="ask")

    page = signed_in(chen).get("/board" + query.format(chen=chen.pk, lin=lin.pk))

    assert page.content.decode().count('<tr id="loop-') == lines


@pytest.mark.parametrize("n", [1, 3])
def test_the_board_costs_the_same_for_one_and_for_three(
    n: int, lin: User, chen: User, station: Any, xiang: Person, committee: Any, signed_in: SignIn,
    django_assert_num_queries: Any, bare: None,
):  # fmt: skip
    for _ in range(n):
        make.make_loop(lin, station, kind="ask", person=xiang, asker_org=committee)
    client = signed_in(chen)
    client.get("/board")

    with django_assert_num_queries(BOARD):
        assert client.get("/board").content.decode().count('<tr id="loop-') == n


def test_assigned_on_the_board_one_comes_back_to_the_same_line(
    ask: Loop, chen: User, lin: User, signed_in: SignIn
):
    said = {"to": chen.pk, "act": uuid7(), "back": "/board?owner=1&late=on"}

    answer = signed_in(chen).post(f"/loops/{ask.pk}/assign", said)

    assert answer.headers["Location"] == f"/board?owner=1&late=on#loop-{ask.pk}"


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org", "javascript:alert(1)", ""]
)
def test_one_is_never_sent_out_of_the_house(ask: Loop, chen: User, signed_in: SignIn, back: str):
    said = {"to": chen.pk, "act": uuid7(), "back": back}

    answer = signed_in(chen).post(f"/loops/{ask.pk}/assign", said)

    assert answer.headers["Location"] == f"/loops/{ask.pk}"
