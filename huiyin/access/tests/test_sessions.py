"""Sessions: thirty idle minutes, twelve hours in all, ended one by one or all at once."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session

from huiyin.access import sessions
from huiyin.access.rules import accounts
from huiyin.access.tests.conftest import PASSWORD, actor, signed_in
from huiyin.core.ids import uuid7


@pytest.fixture
def now():
    with time_machine.travel("2026-03-02T08:30:00+08:00", tick=False) as travel:
        yield travel


def test_thirty_idle_minutes_put_her_out(ling, now):
    client = signed_in(ling)

    now.shift(timedelta(minutes=30, seconds=1))

    assert client.get("/account").url == "/sign-in?next=/account"
    assert Session.objects.count() == 0


def test_whoever_works_stays_in(ling, now):
    client = signed_in(ling)
    for _ in range(4):
        now.shift(timedelta(minutes=29))
        assert client.get("/account").status_code == 200


def test_twelve_hours_put_her_out_however_busy(ling, now):
    client = signed_in(ling)
    for _ in range(36):
        now.shift(timedelta(minutes=20))
        last = client.get("/account").status_code

    assert last == 200
    now.shift(timedelta(seconds=1))
    assert client.get("/account").status_code == 302


def test_signing_in_again_begins_the_twelve_hours_anew(ling, now):
    client = signed_in(ling)
    now.shift(timedelta(hours=11, minutes=50))
    client.post("/sign-in", {"login": "lin", "password": PASSWORD})
    now.shift(timedelta(minutes=20))

    assert client.get("/account").status_code == 200


def test_a_form_in_a_page_that_is_put_out_keeps_what_was_typed(ling, now):
    client = signed_in(ling)
    now.shift(timedelta(hours=1))

    answer = client.post("/account/keys", {"keys": "off"}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["X-Sign-In"], answer.content) == (401, "/sign-in", b"")
    assert answer["Content-Security-Policy"]


def test_reading_writes_the_session_at_most_once_a_minute(ling, now):
    client = signed_in(ling)
    client.get("/account")
    before = Session.objects.get().session_data
    now.shift(timedelta(seconds=59))
    client.get("/account")

    assert Session.objects.get().session_data == before


def test_the_list_says_where_she_is_signed_in(ling, now):
    desk = signed_in(
        ling, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120"}
    )
    now.shift(timedelta(minutes=1))
    signed_in(ling, headers={"user-agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0"})

    page = desk.get("/account").content.decode()

    assert [place.device for place in sessions.of(ling)] == [
        "安卓手机上的微信",
        "Windows 电脑上的Edge 浏览器",
    ]
    assert page.count("退出这一处") == 1
    assert page.count("就是这里") == 1


def test_one_of_them_is_ended(ling, now):
    desk, phone = signed_in(ling), signed_in(ling)
    place = next(p for p in sessions.of(ling) if p.session_key == phone.session.session_key)

    desk.post(f"/account/sessions/{place.pk}/end", {"act": uuid7()})

    assert (desk.get("/account").status_code, phone.get("/account").status_code) == (200, 302)


def test_nobody_ends_the_session_of_another(ling, chen, now):
    chen.set_password(PASSWORD)
    chen.save()
    lin_, chen_ = signed_in(ling), signed_in(chen)
    place = sessions.of(chen)[0]

    lin_.post(f"/account/sessions/{place.pk}/end", {"act": uuid7()})

    assert chen_.get("/account").status_code == 200


def test_all_others_are_ended(ling, now):
    desk, phone, pad = (signed_in(ling) for _ in range(3))

    desk.post("/account/sessions/end-others", {"act": uuid7()})

    assert [c.get("/account").status_code for c in (desk, phone, pad)] == [200, 302, 302]


@pytest.mark.parametrize("verb", [accounts.close, accounts.reset])
def test_all_end_when_the_account_is_closed_or_its_password_given_anew(ling, gao, now, verb):
    desk, phone = signed_in(ling), signed_in(ling)

    verb(ling, by=actor(gao), act=uuid7())

    assert [c.get("/account").status_code for c in (desk, phone)] == [302, 302]
    assert Session.objects.count() == 0


def test_a_session_of_a_seat_that_went_in_sql_is_over_too(ling, now):
    client = signed_in(ling)
    ling.seat.delete()

    assert client.get("/account").status_code == 302


def test_the_cookie_is_for_this_house_alone(ling, now):
    client = signed_in(ling)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
