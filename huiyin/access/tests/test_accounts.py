"""The system administrator opens, resets, unlocks and closes accounts; nobody who owes something is closed."""

import re
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access import debts, queries
from huiyin.access.models import Seat, Unit, User
from huiyin.access.rules import accounts
from huiyin.access.tests.conftest import PASSWORD, actor, at_desk, signed_in
from huiyin.audit.models import Entry
from huiyin.core.errors import NotAllowed, Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make
from huiyin.demo.builders import loops as make_loops
from huiyin.loops import rules as loops


@pytest.fixture
def owing(monkeypatch):
    """A room above hangs what it knows: this person owes these units' matters."""
    owed: dict[UUID, list[str]] = {}
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: owed.get(user, []))
    return owed


def one_time(answer) -> str:
    (password,) = re.findall(r'id="one-time">([^<]+)<', answer.content.decode())
    return str(password)


def test_a_new_account_gets_a_password_shown_once(gao):
    desk = at_desk(gao)
    act = uuid7()

    told = {"username": "Huanghui", "name": "黄 慧", "phone": "138 0000 2607", "act": act}
    answer = desk.post("/accounts/new", told)

    user = User.objects.get(username="huanghui")
    assert (user.name, user.pinyin, user.phone_mask) == ("黄慧", "huang hui", "138****2607")
    assert (user.is_active, user.one_time) == (True, True)
    assert re.fullmatch(r"[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){2}", one_time(answer))
    assert user.check_password(one_time(answer))
    assert answer["Cache-Control"] == "no-store"


def test_a_double_click_opens_one_account_and_shows_the_same_password(gao):
    desk = at_desk(gao)
    told = {"username": "huanghui", "name": "黄慧", "act": uuid7()}

    first = accounts.open_account(by=actor(gao), **told)
    again = accounts.open_account(by=actor(gao), **told)

    assert first == again
    assert User.objects.filter(username="huanghui").count() == 1
    act = uuid7()
    pages = [desk.post(f"/accounts/{first.pk}/reset", {"act": act}) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert one_time(pages[0]) == one_time(pages[1])


def test_once_it_is_changed_the_page_shows_nothing_any_more(gao, lin):
    desk, act = at_desk(gao), uuid7()
    desk.post(f"/accounts/{lin.pk}/reset", {"act": act})
    User.objects.filter(pk=lin.pk).update(one_time=False)

    page = desk.post(f"/accounts/{lin.pk}/reset", {"act": act}).content.decode()

    assert "已经换过密码了" in page
    assert 'id="one-time"' not in page


def test_the_journal_holds_neither_name_nor_phone_nor_password(gao):
    act = uuid7()
    accounts.open_account(
        by=actor(gao), act=act, username="huanghui", name="黄慧", phone="13800002607"
    )

    line = Entry.objects.get(act=act)
    assert {k: v[1] for k, v in line.changes.items() if v[1] == "***"} == {
        "name": "***", "pinyin": "***", "phone": "***", "phone_fp": "***", "phone_mask": "***",
        "password": "***",
    }  # fmt: skip
    assert line.changes["username"] == [None, "huanghui"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"username": "lin"}, "已经有人用了"),
        ({"username": "黄慧"}, "小写字母"),
        ({"username": "hu"}, "至少"),
        ({"phone": "1380000260"}, "手机号是 11 位，现在是 10 位"),
        ({"name": ""}, "还没有填：姓名"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_saved(gao, lin, told, words):
    answer = at_desk(gao).post(
        "/accounts/new", {"username": "huanghui", "name": "黄慧", "act": uuid7()} | told
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(name="黄慧").exists()


def test_a_reset_leaves_the_second_factor_unless_the_phone_is_lost(gao, ling, secret):
    accounts.reset(ling, by=actor(gao), act=uuid7())
    assert Authenticator.objects.count() == 2

    accounts.reset(ling, by=actor(gao), act=uuid7(), factor_lost=True)
    assert Authenticator.objects.count() == 0


def test_a_locked_account_is_unlocked(client, gao, ling):
    for _ in range(5):
        client.post("/sign-in", {"login": "lin", "password": "错的"})
    desk = at_desk(gao)
    assert "锁着" in desk.get(f"/accounts/{ling.pk}").content.decode()

    desk.post(f"/accounts/{ling.pk}/unlock", {"act": uuid7()})

    assert signed_in(ling).get("/account").status_code == 200


def test_an_account_that_owes_nothing_is_closed_and_comes_back_as_itself(gao, ling):
    desk = at_desk(gao)
    desk.post(f"/accounts/{ling.pk}/close", {"act": uuid7()})

    closed = User.objects.get(pk=ling.pk)
    assert (closed.is_active, closed.has_usable_password()) == (False, False)

    password = one_time(desk.post(f"/accounts/{ling.pk}/reopen", {"act": uuid7()}))
    back = User.objects.get(pk=ling.pk)
    assert (back.is_active, back.check_password(password)) == (True, True)


def test_who_still_owes_cannot_be_closed_and_is_told_what(gao, lin, owing):
    owing[lin.pk] = ["500108006A"] * 6

    answer = at_desk(gao).post(f"/accounts/{lin.pk}/close", {"act": uuid7()})

    assert answer.status_code == 409
    assert "林晓还有 6 项闭环事项没有人接，账号先不能关。请逐项选人。" in answer.content.decode()
    assert Seat.objects.filter(user=lin).exists()


def test_a_promise_holds_its_owner(gao, chen, lin, station):
    loop = make_loops.make_loop(lin, station, kind="promise")

    with pytest.raises(Refused, match="林晓还有 1 项闭环事项没有人接"):
        accounts.close(lin, by=actor(gao))
    loops.keep(loop, by=actor(lin), words="做完了")
    accounts.close(lin, by=actor(gao))


def test_who_receives_for_a_station_cannot_be_closed(gao, chen):
    with pytest.raises(Refused, match="陈站还有 1 项接收新事项的单位没有人接"):
        accounts.close(chen, by=actor(gao))


def test_a_key_that_nobody_told_of_is_the_last_line(gao, chen, monkeypatch):
    monkeypatch.setattr(debts, "owed", lambda user: {})

    with pytest.raises(Refused, match="还有没交出去的事"):
        accounts.close(chen, by=actor(gao))

    assert Unit.objects.get(code="500108006A").receiver_id == chen.pk


def test_nobody_closes_herself(gao):
    with pytest.raises(Refused, match="另一位系统管理员"):
        accounts.close(gao, by=actor(gao))


@pytest.mark.parametrize("verb", [accounts.close, accounts.reset, accounts.unlock, accounts.rest])
def test_what_is_closed_cannot_be_closed_reset_or_unlocked(gao, lin, verb):
    accounts.close(lin, by=actor(gao))

    with pytest.raises(Refused, match="已经关了"):
        verb(lin, by=actor(gao))


def test_what_is_open_cannot_be_opened_again(gao, lin):
    with pytest.raises(Refused, match="账号是开着的"):
        accounts.reopen(lin, by=actor(gao))


def test_the_list_filters_by_state(gao, lin, he, zheng):
    User.objects.filter(pk=lin.pk).update(password=PASSWORD)
    User.objects.filter(pk=he.pk).update(password=PASSWORD, one_time=True)
    accounts.close(zheng, by=actor(gao))

    def names(state):
        return [row.user.name for row in queries.accounts(actor(gao), state=state).rows]

    assert (names("open"), names("once"), names("closed")) == (["林晓"], ["何川"], ["郑岚"])
    assert set(names("resting")) == {"陈站", "冯站", "高工"}
    assert names("locked") == names("not-a-state") == []


def test_the_list_is_found_by_name_pinyin_or_user_name(gao, lin, he):
    for q in ("林", "lin xiao", "lin"):
        assert "林晓" in [row.user.name for row in queries.accounts(actor(gao), q=q).rows]
    assert at_desk(gao).get("/accounts?q=没有这个人").content.decode().count("没有这样的账号") == 1


@pytest.mark.parametrize("sort", ["name", "seen"])
def test_the_list_turns_its_pages_without_losing_or_repeating_anyone(gao, sort, monkeypatch):
    for n in range(7):
        make.make_user(f"user{n}", f"王{n % 3}")
    monkeypatch.setattr(queries, "SIZE", 3)

    seen, after = [], ""
    while True:
        page = queries.accounts(actor(gao), sort=sort, after=after)
        seen += [row.user.pk for row in page.rows]
        if not (after := page.older):
            break

    assert page.total == 8
    assert sorted(seen) == sorted(User.objects.values_list("pk", flat=True))


def test_the_list_costs_the_same_for_few_and_for_many(gao):
    """The frame's own counts come from other rooms, so the two are compared and not counted out."""
    desk, costs = at_desk(gao), []
    desk.get("/accounts")
    for n in (1, 11):
        for i in range(n, 2 * n):
            make.make_user(f"user{i}", f"王{i}")
        with CaptureQueriesContext(connection) as asked:
            desk.get("/accounts")
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_name_taken_a_moment_ago_is_said(gao, lin):
    with pytest.raises(Refused, match="用户名 lin 已经有人用了"):
        accounts.open_account(by=actor(gao), username="lin", name="林二")


def test_only_the_system_administrator_opens_accounts(an):
    with pytest.raises(NotAllowed):
        accounts.open_account(by=actor(an), username="x", name="王")
