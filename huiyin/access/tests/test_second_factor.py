"""The authenticator app: turned on with its first code, asked for at the door, replaced by a recovery code."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from huiyin.access import recovery
from huiyin.access.tests.conftest import PASSWORD, on_the_phone, signed_in
from huiyin.audit.models import Entry
from huiyin.core import clock
from huiyin.core.ids import uuid7


@pytest.fixture
def now():
    """Noon: a half minute of the authenticator begins here."""
    with time_machine.travel("2026-03-02T12:00:00+08:00", tick=False) as travel:
        yield travel


def confirmed(client):
    client.post("/account/confirm?next=/account/second-factor", {"password": PASSWORD})
    return client


def enrol(client, act=None):
    """Opens the page, reads the letters off it, writes the code; the answer and the secret."""
    page = client.get("/account/second-factor").content.decode()
    (letters,) = re.findall(r'id="letters">([A-Z2-7 ]+)<', page)
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', page)
    letters = letters.replace(" ", "")
    told = {"code": on_the_phone(letters), "sealed": sealed, "act": act or uuid7()}
    return client.post("/account/second-factor", told), letters, told


def codes(answer) -> list[str]:
    return re.findall(r"<li>(\d{8})</li>", answer.content.decode())


def test_she_is_asked_again_before_the_second_factor_is_touched(ling, now):
    client = signed_in(ling)

    away = "/account/confirm?next=%2Faccount%2Fsecond-factor"
    assert client.get("/account/second-factor").url == away
    for path in ("second-factor", "second-factor/remove", "recovery-codes"):
        assert client.post(f"/account/{path}", {"act": uuid7()}).url == away
    assert Authenticator.objects.count() == 0


def test_who_has_shown_it_is_she_is_not_asked_for_five_minutes(ling, now):
    client = confirmed(signed_in(ling))

    now.shift(timedelta(minutes=4, seconds=59))
    assert client.get("/account/second-factor").status_code == 200
    now.shift(timedelta(seconds=2))
    assert client.get("/account/second-factor").status_code == 302


def test_the_picture_is_in_the_page_and_asks_for_nothing_from_outside(ling, now):
    page = confirmed(signed_in(ling)).get("/account/second-factor").content.decode()

    assert page.count('src="data:image/svg+xml') == 1
    assert "style=" not in page
    assert "<script>" not in page


def test_turning_it_on_shows_eight_codes_once_and_writes_it_down(ling, now):
    answer, _, _ = enrol(confirmed(signed_in(ling)))

    assert (answer.status_code, len(set(codes(answer)))) == (200, 8)
    assert 'download="huiyin-recovery-codes.txt"' in answer.content.decode()
    assert Entry.objects.filter(verb="factor.add", user=ling.pk).count() == 1


def test_a_double_click_shows_the_same_codes_and_adds_one_factor(ling, now):
    client = confirmed(signed_in(ling))
    first, _, told = enrol(client)

    second = client.post("/account/second-factor", told)

    assert codes(first) == codes(second)
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_codes_are_not_shown_a_minute_later(ling, now):
    client = confirmed(signed_in(ling))
    _, letters, told = enrol(client)

    now.shift(timedelta(seconds=61))
    again = client.post("/account/second-factor", {**told, "code": on_the_phone(letters)})

    assert (again.status_code, codes(again)) == (200, [])


def test_a_code_that_does_not_fit_turns_nothing_on_and_keeps_the_picture(ling, now):
    client = confirmed(signed_in(ling))
    _, letters, told = enrol(client)
    Authenticator.objects.all().delete()

    answer = client.post("/account/second-factor", {**told, "act": uuid7(), "code": "000000"})

    assert answer.status_code == 422
    assert "对不上" in answer.content.decode()
    assert letters in answer.content.decode().replace(" ", "")
    assert Authenticator.objects.count() == 0


def test_a_secret_from_elsewhere_is_not_taken(ling, now):
    client = confirmed(signed_in(ling))
    told = {"code": "123456", "sealed": "v1.A.k1.AAAA", "act": uuid7()}

    assert client.post("/account/second-factor", told).status_code == 422
    assert Authenticator.objects.count() == 0


def test_secret_and_codes_are_sealed_at_rest(secret):
    told = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in told
    assert told.count("v1.A.") == 2


def test_with_it_the_password_alone_does_not_open(ling, secret, now):
    client: Any = Client()

    answer = client.post("/sign-in", {"login": "lin", "password": PASSWORD})

    assert answer.url == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert "恢复码" in client.get("/sign-in/code").content.decode()
    assert client.post("/sign-in/code", {"code": on_the_phone(secret)}).url == "/"
    assert client.get("/account").status_code == 200


def test_a_code_opens_once(ling, secret, now):
    digits = on_the_phone(secret)
    for status in (302, 422):
        client = Client()
        client.post("/sign-in", {"login": "lin", "password": PASSWORD})
        assert client.post("/sign-in/code", {"code": digits}).status_code == status


def test_the_code_of_half_a_minute_ago_does_not_open(ling, secret, now):
    client = signed_in(ling)

    assert client.post("/sign-in/code", {"code": on_the_phone(secret, -1)}).status_code == 422


def test_a_recovery_code_opens_once(ling, secret, now):
    code = recovery.show_once(ling)[0]
    for status in (302, 422):
        client = signed_in(ling)
        assert client.post("/sign-in/code", {"code": code}).status_code == status
    assert recovery.codes_left(ling) == 7


def test_the_code_page_is_shut_to_who_has_not_written_the_password(client, db):
    assert client.get("/sign-in/code").url == "/sign-in"
    assert client.post("/sign-in/code", {"code": "123456"}).url == "/sign-in"


def test_wrong_codes_and_wrong_passwords_are_one_count(ling, secret, now):
    client = Client()
    for _ in range(2):
        client.post("/sign-in", {"login": "lin", "password": "错的"})
    client.post("/sign-in", {"login": "lin", "password": PASSWORD})
    answers = [client.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(3)]

    assert answers == [422, 422, 429]
    assert client.post("/sign-in/code", {"code": on_the_phone(secret)}).status_code == 429
    assert signed_in(ling).get("/account").status_code == 302


def test_new_codes_kill_the_old_ones(ling, secret, now):
    old = recovery.show_once(ling)
    client = signed_in(ling)
    client.post("/sign-in/code", {"code": on_the_phone(secret)})

    new = codes(confirmed(client).post("/account/recovery-codes", {"act": uuid7()}))

    assert (len(new), set(new) & set(old)) == (8, set())


def test_turning_it_off_takes_the_codes_with_it(ling, secret, now):
    client = signed_in(ling)
    client.post("/sign-in/code", {"code": on_the_phone(secret)})

    confirmed(client).post("/account/second-factor/remove", {"act": uuid7()})

    assert Authenticator.objects.count() == 0
    assert signed_in(ling).get("/account").status_code == 200


def test_she_may_confirm_with_the_app_instead_of_the_password(ling, secret, now):
    client = signed_in(ling)
    client.post("/sign-in/code", {"code": on_the_phone(secret)})
    now.shift(timedelta(seconds=30))

    page = client.get("/account/confirm?next=/account/second-factor").content.decode()
    assert "/account/confirm/code" in page
    answer = client.post(
        "/account/confirm/code?next=/account/second-factor", {"code": on_the_phone(secret)}
    )

    assert answer.url == "/account/second-factor"
    assert client.get("/account/second-factor").status_code == 200


def test_confirming_wrongly_is_counted_too(ling, secret, now):
    client = signed_in(ling)
    client.post("/sign-in/code", {"code": on_the_phone(secret)})

    said = [client.post("/account/confirm", {"password": "错的"}).status_code for _ in range(3)]
    said += [client.post("/account/confirm/code", {"code": "000000"}).status_code for _ in range(2)]

    assert said == [422, 422, 422, 422, 429]


def test_the_clock_of_the_journal_and_of_the_app_agree(now):
    assert clock.now().second == 0
