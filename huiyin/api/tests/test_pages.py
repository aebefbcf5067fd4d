"""接口令牌, on the page of one's own account."""

import re
from datetime import timedelta

import pytest
import time_machine

from huiyin.access.tests.conftest import PASSWORD, ling, signed_in  # noqa: F401 -- fixtures
from huiyin.api.models import Token
from huiyin.api.tests.conftest import Machine, token_of, told
from huiyin.core import clock
from huiyin.core.ids import uuid7


@pytest.fixture
def at_desk(ling):  # noqa: F811
    return signed_in(ling)


def confirmed(client):
    client.post("/account/confirm?next=/account/tokens", {"password": PASSWORD})
    return client


def test_who_has_none_is_told_what_it_is_for(at_desk, ling):  # noqa: F811
    assert "还没有办过令牌" in at_desk.get("/account/tokens").content.decode()
    assert "/account/tokens/panel" in at_desk.get("/account").content.decode()
    assert "别的程序要用您的岗位" in at_desk.get("/account/tokens/panel").content.decode()


def test_a_token_is_made_after_the_password_was_asked_once_more(at_desk, ling):  # noqa: F811
    given = {"act": str(uuid7()), "name": "街道的登记程序", "until": ""}
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert "先确认是您本人" in at_desk.get("/account/tokens").content.decode()
        answer = at_desk.post("/account/tokens/new", given)
        away = "/account/confirm?next=%2Faccount%2Ftokens"
        assert (answer.headers["Location"], Token.objects.count()) == (away, 0)

    made = [
        confirmed(at_desk).post("/account/tokens/new", given).content.decode() for _ in range(2)
    ]

    shown = [found for page in made for found in re.findall(r"huiyin_[\w-]{43}", page)]
    assert (shown[0], Token.objects.count()) == (shown[1], 1)
    assert told(Machine(shown[0]).get("me"))[1]["user"] == "lin"
    page = at_desk.get("/account/tokens").content.decode()
    assert (shown[0] in page, "街道的登记程序" in page) == (False, True)
    assert "有 1 个在用" in at_desk.get("/account/tokens/panel").content.decode()


def test_a_token_that_was_ended_is_not_shown_again(at_desk, ling):  # noqa: F811
    given = {"act": str(uuid7()), "name": "登记"}
    confirmed(at_desk).post("/account/tokens/new", given)
    token = Token.objects.get()

    assert at_desk.post(f"/account/tokens/{token.pk}/end", {"act": str(uuid7())}).status_code == 302
    assert at_desk.post(f"/account/tokens/{token.pk}/end", {"act": "x"}).status_code == 302

    assert "已经停用了" in at_desk.post("/account/tokens/new", given).content.decode()
    assert "已经没用" in at_desk.get("/account/tokens").content.decode()


def test_a_form_that_is_not_right_comes_back(at_desk, ling):  # noqa: F811
    answer = confirmed(at_desk).post("/account/tokens/new", {"act": str(uuid7()), "name": ""})

    assert (answer.status_code, Token.objects.count()) == (422, 0)


def test_the_token_of_another_is_not_there(at_desk, chen):
    token, _ = token_of(chen)

    assert at_desk.post(f"/account/tokens/{token.pk}/end", {"act": str(uuid7())}).status_code == 404


def test_the_open_page_is_the_apis_own(client, db):
    said = client.get("/api/v1/openapi.json").json()

    assert said["openapi"].startswith("3.1")
    assert said["components"]["securitySchemes"]["Bearer"] == {"type": "http", "scheme": "bearer"}
    assert [where for where in said["paths"] if not where.startswith("/api/v1/")] == []
