"""One's own account: only one's own, and what is not there is said."""

import pytest
from allauth.mfa.models import Authenticator

from huiyin.access import recovery
from huiyin.access.rules import own
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7


def test_the_page_shows_what_is_hers(lin, station):
    page = at_desk(lin).get("/account").content.decode()

    assert "林晓的账号" in page
    assert "弹子石街道社工站" in page
    assert "开动态验证码" in page
    assert recovery.show_once(lin) == []


def test_nobody_changes_the_account_of_another(lin, chen):
    """陈 sees the account of her colleague, and yet it is not hers."""
    for verb, given in (
        (own.begin_session, {}),
        (own.end_session, {"session": 1}),
        (own.end_other_sessions, {"but": ""}),
        (own.change_password, {"password": "x"}),
        (own.set_keys, {"off": True}),
        (own.add_factor, {"secret": "A" * 32}),
        (own.remove_factor, {}),
        (own.renew_codes, {}),
    ):
        with pytest.raises(Refused, match="这是别人的账号"):
            verb(lin, by=actor(chen), **given)


def test_a_second_authenticator_is_not_added_to_the_first(ling, secret):
    with pytest.raises(Refused, match="已经开着"):
        own.add_factor(ling, by=actor(ling), secret=secret)


def test_codes_without_an_authenticator_are_for_nothing(lin):
    with pytest.raises(Refused, match="还没有开动态验证码"):
        own.renew_codes(lin, by=actor(lin))
    assert Authenticator.objects.count() == 0


def test_single_keys_are_switched_off_and_on(lin):
    desk = at_desk(lin)

    for keys, off in (("off", True), ("on", False)):
        assert desk.post("/account/keys", {"keys": keys, "act": uuid7()}).url == "/account"
        lin.refresh_from_db()
        assert lin.keys_off is off
    assert 'data-keys="off"' not in desk.get("/account").content.decode()


@pytest.mark.parametrize("path", ["keys", "sessions/1/end", "sessions/end-others"])
def test_a_stale_button_changes_nothing(lin, path):
    assert at_desk(lin).post(f"/account/{path}", {}).url == "/account"


def test_a_session_that_is_not_there_is_ended_already(lin):
    assert at_desk(lin).post("/account/sessions/4711/end", {"act": uuid7()}).status_code == 302
