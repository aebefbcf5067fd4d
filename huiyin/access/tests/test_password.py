"""Changing one's password: the old one, a good new one, every other session over."""

import pytest

from huiyin.access.tests.conftest import PASSWORD, signed_in
from huiyin.audit.models import Entry
from huiyin.core.ids import uuid7

NEW = "望江路口的豆花店-7"


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(
        "/account/password", {"old": old, "new": new, "again": again or new, "act": uuid7()}
    )


def test_the_new_password_counts_and_other_sessions_end(ling):
    desk, phone = signed_in(ling), signed_in(ling)

    assert change(desk).url == "/account"

    ling.refresh_from_db()
    assert (ling.check_password(NEW), ling.one_time) == (True, False)
    assert (desk.get("/account").status_code, phone.get("/account").status_code) == (200, 302)
    assert desk.get("/account").content.decode().count("就是这里") == 1


def test_it_is_journalled_without_a_trace_of_the_password(ling):
    change(signed_in(ling))

    line = Entry.objects.get(verb="account.change_password")
    assert line.changes == {"password": ["***", "***"]}


def test_a_one_time_password_is_replaced_and_the_house_opens(ling):
    ling.one_time = True
    ling.save()
    client = signed_in(ling)

    assert "先换成" in client.get("/account/password").content.decode()
    change(client)

    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("错的", NEW, NEW, "现在的密码不对。"),
        (PASSWORD, NEW, NEW + "x", "两遍写的不一样。"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码和现在的一样。请换一个。"),
        (PASSWORD, "短", "短", "至少"),
        (PASSWORD, "12345678901", "12345678901", "数字"),
    ],
)
def test_what_is_not_taken_is_said(ling, old, new, again, words):
    answer = change(signed_in(ling), old, new, again)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    ling.refresh_from_db()
    assert ling.check_password(PASSWORD)


def test_guessing_the_old_one_is_counted_with_the_sign_ins(ling):
    client = signed_in(ling)

    said = [change(client, "错的").status_code for _ in range(5)]

    assert said == [422, 422, 422, 422, 429]
