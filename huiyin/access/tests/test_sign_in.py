"""Through the door and out again: one counter, one Chinese page, one new key at every sign-in."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session

from huiyin.access.models import User
from huiyin.audit.models import Entry, Outcome
from huiyin.core import clock

PASSWORD = "弹子石的三棵黄葛树"


@pytest.fixture
def ling(lin: User) -> User:
    """林 with a password."""
    lin.set_password(PASSWORD)
    lin.save()
    return lin


def sign_in(client, username="lin", password=PASSWORD, **more):
    return client.post("/sign-in", {"login": username, "password": password, **more})


def test_the_page_says_the_promise_and_has_two_doors_without_signing_in(client, db):
    page = client.get("/sign-in").content.decode()

    assert "件件有着落" in page
    assert 'href="/lookup"' in page
    assert "能不能转" in page
    assert "注册" not in page


def test_the_right_password_opens_the_house(client, ling):
    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/account").status_code == 200
    ling.refresh_from_db()
    assert ling.seen_on == clock.today()


def test_signing_in_goes_where_one_was_going(client, ling):
    assert client.get("/account").url == "/sign-in?next=/account"
    assert sign_in(client, next="/account").url == "/account"


def test_signing_in_does_not_lead_away_from_the_house(client, ling):
    assert sign_in(client, next="https://example.org/").url == "/"


def test_the_name_is_one_in_any_spelling(client, ling):
    assert sign_in(client, " LIN ").status_code == 302


@pytest.mark.parametrize("username", ["lin", "nobody"])
def test_a_wrong_password_says_the_same_for_a_name_that_does_not_exist(client, ling, username):
    answer = sign_in(client, username, "错的密码")

    assert answer.status_code == 422
    assert "用户名或密码不对。再错 4 次，要等 15 分钟。" in answer.content.decode()


def test_both_are_asked_for_in_chinese(client, db):
    answer = sign_in(client, "", "")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "还没有填：用户名。" in page
    assert "还没有填：密码。" in page


def test_signing_in_turns_the_key_of_the_session(client, ling):
    client.get("/sign-in")
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = _planted(client)

    sign_in(client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(pk=planted).exists()


def _planted(client) -> str:
    session = client.session
    session["tray"] = "planted"
    session.save()
    return str(session.session_key)


def test_signing_in_and_failing_are_lines_in_the_journal(client, ling):
    sign_in(client, "lin", "错的密码")
    sign_in(client)

    lines = Entry.objects.filter(verb="session.begin").order_by("at")
    assert [(line.user, line.outcome) for line in lines] == [
        (ling.pk, Outcome.DENIED),
        (ling.pk, Outcome.DONE),
    ]


def test_five_failures_close_the_door_for_fifteen_minutes(client, ling):
    with time_machine.travel(clock.now(), tick=False) as now:
        answers = [sign_in(client, "lin", "错的密码").status_code for _ in range(5)]
        locked = sign_in(client)
        now.shift(timedelta(minutes=14, seconds=59))
        still = sign_in(client)
        now.shift(timedelta(seconds=2))
        opened = sign_in(client)

    assert answers == [422, 422, 422, 422, 429]
    assert (locked.status_code, still.status_code, opened.status_code) == (429, 429, 302)
    assert locked["Retry-After"] == "900"
    assert "先锁 15 分钟" in locked.content.decode()


@pytest.mark.parametrize("names", [["lin"] * 5, ["lin", "LIN", "Lin", " lin", "lIn "]])
def test_another_spelling_or_address_is_not_another_counter(client, ling, names):
    for n, name in enumerate(names):
        client.post(
            "/sign-in", {"login": name, "password": "错的"}, REMOTE_ADDR=f"10.0.0.{n}",
            headers={"user-agent": f"browser {n}"},
        )  # fmt: skip

    assert sign_in(client).status_code == 429


def test_a_name_that_does_not_exist_is_locked_just_so(client, db):
    answers = [sign_in(client, "nobody", "错的").status_code for _ in range(6)]

    assert answers == [422, 422, 422, 422, 429, 429]


def test_one_who_mistypes_does_not_lock_out_the_office(client, ling, tang):
    tang.set_password(PASSWORD)
    tang.save()
    for _ in range(5):
        sign_in(client, "lin", "错的")

    assert sign_in(client, "tang").status_code == 302


def test_the_right_password_begins_the_count_anew(client, ling):
    for _ in range(4):
        sign_in(client, "lin", "错的")
    sign_in(client)
    client.post("/sign-out")

    assert AccessAttempt.objects.count() == 0


def test_what_was_typed_is_kept_nowhere(client, ling):
    sign_in(client, "lin", "错的密码不留下")

    row = AccessAttempt.objects.get()
    assert "错的密码不留下" not in row.post_data + row.get_data


def test_a_closed_account_is_told_so_only_with_the_right_password(client, ling):
    ling.seat.delete()

    assert "已经关了" not in sign_in(client, "lin", "错的").content.decode()
    answer = sign_in(client)
    assert answer.status_code == 422
    assert "这个账号已经关了" in answer.content.decode()


def test_signing_out_ends_the_session(client, ling):
    sign_in(client)

    assert client.post("/sign-out").url == "/sign-in"
    assert client.get("/account").status_code == 302
    assert Session.objects.count() == 0


def test_a_link_cannot_sign_anyone_out(client, ling):
    sign_in(client)

    assert client.get("/sign-out").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/signup", "/sign-up", "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"],
)
def test_nobody_signs_up_and_nothing_else_of_the_package_is_open(client, db, path):
    assert client.get(path).status_code == 404


def test_a_one_time_password_opens_only_the_page_to_change_it(client, ling):
    User.objects.update(one_time=True)

    assert sign_in(client).url == "/"
    assert client.get("/").url == "/account/password"
    assert client.get("/account").url == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_a_one_time_password_is_spent_after_seven_days(client, ling):
    User.objects.update(one_time=True)

    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        answer = sign_in(client)

    assert answer.status_code == 422
    assert "一次性密码过了 7 天" in answer.content.decode()
