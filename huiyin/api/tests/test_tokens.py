"""A token is one post's: shown once, ended by its owner, and dead as soon as the post or the account is."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from huiyin.access import actors
from huiyin.access.rules import accounts
from huiyin.api import errors, queries, rules
from huiyin.api.models import Miss, Token
from huiyin.api.tests.conftest import Machine, machine, token_of, told
from huiyin.audit.models import Entry
from huiyin.core import clock
from huiyin.core.errors import Refused, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for, make_post

NO = (401, {"error": errors.NO_TOKEN, "fields": {}})


def test_a_token_says_who_asks_and_in_which_post(lin):
    status, me = told(machine(lin).get("me"))

    assert (status, me["user"], me["name"]) == (200, "lin", "林晓")
    assert me["posts"] == [
        {
            "role": "worker",
            "role_name": "驻站社工",
            "units": ["500108006A"],
            "place": "弹子石街道社工站",
        }
    ]
    assert me["can"] == sorted(actor_for(lin).can)


def test_two_posts_of_one_user_are_never_joined(lin, rival):
    second = make_post(lin, "lead", unit=rival)
    first = actors.posts_of(lin)[0]

    assert [
        told(machine(lin, post).get("me"))[1]["posts"][0]["units"] for post in (first, second)
    ] == [["500108006A"], ["500108006B"]]


def test_the_table_holds_nothing_that_opens(lin):
    token, plain = token_of(lin)

    held = [str(value) for value in Token.objects.values_list().get(pk=token.pk)]
    assert [value for value in held if plain in value or plain[7:] in value] == []
    entry = Entry.objects.get(verb="token.make")
    assert (entry.user, entry.changes["digest"]) == (lin.pk, [None, "***"])


def test_the_same_click_makes_the_same_token(lin):
    by, act = actor_for(lin), uuid7()
    [post] = actors.posts_of(lin)

    made = {rules.make(by=by, act=act, post=post, name="登记").pk for _ in range(2)}

    assert len(made) == 1


def test_nobody_makes_or_ends_the_token_of_another(lin, chen, an):
    token, plain = token_of(lin)

    with pytest.raises(Unseen):
        rules.make(by=actor_for(chen), post=token.post, name="借用")
    with pytest.raises(Refused, match="自己的岗位"):
        rules.make(by=actor_for(an), post=token.post, name="借用")
    with pytest.raises(Unseen):
        rules.end(token, by=actor_for(chen))
    assert told(Machine(plain).get("me"))[0] == 200


def test_a_token_is_not_made_for_a_day_that_is_over_nor_without_end(lin, monkeypatch):
    by, [post] = actor_for(lin), actors.posts_of(lin)

    with pytest.raises(Refused, match="这一天已经过了"):
        rules.make(by=by, post=post, name="昨天", until=clock.today() - timedelta(days=1))
    monkeypatch.setattr(rules, "MOST", 1)
    rules.make(by=by, post=post, name="今天", until=clock.today())
    with pytest.raises(Refused, match="已经有 1 个在用"):
        rules.make(by=by, post=post, name="再一个")


def _ended(token, user):
    rules.end(token, by=actor_for(user))
    rules.end(token, by=actor_for(user))  # twice is once


def _over(token, user):
    token.until = clock.today() - timedelta(days=1)
    token.save()


def _post_over(token, user):
    token.post.until = clock.today() - timedelta(days=1)
    token.post.save()


def _closed(token, user):
    user.seat.delete()


def _one_time(token, user):
    user.one_time = True
    user.save()


def _resting(token, user):
    user.set_unusable_password()
    user.save()


def _role_gone(token, user):
    token.post.role = "gone"
    token.post.save()


@pytest.mark.parametrize(
    "what", [_ended, _over, _post_over, _closed, _one_time, _resting, _role_gone]
)
def test_what_ends_a_token_ends_it_at_once(lin, what):
    token, plain = token_of(lin)
    assert told(Machine(plain).get("me"))[0] == 200

    what(token, lin)

    assert told(Machine(plain).get("me")) == NO


def test_a_password_given_anew_ends_what_was_made_before(lin, gao):
    """A machine left in an account that had to be reset is not let in again by the new password."""
    _, plain = token_of(lin)
    accounts.reset(lin, by=actor_for(gao))
    lin.refresh_from_db()
    lin.one_time = False
    lin.save()

    assert told(Machine(plain).get("me")) == NO
    assert told(machine(lin).get("me"))[0] == 200


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer x", "Basic bGluOng=", "Token x"])
def test_what_is_no_token_opens_nothing(client, lin, said):
    answer = client.get("/api/v1/me", headers={"Authorization": said} if said else {})

    assert told(answer) == NO
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_cookie_does_not_open_the_api_and_a_token_opens_no_page(client, lin):
    client.force_login(lin)
    assert told(client.get("/api/v1/me")) == NO

    page = machine(lin).client.get("/account", headers=machine(lin).headers)
    assert (page.status_code, page.headers["Location"]) == (302, "/sign-in?next=/account")


def test_a_stranger_who_guesses_is_slowed_and_a_colleague_beside_her_is_not(lin):
    good = machine(lin)

    answers = [told(Machine(f"huiyin_{n}").get("me"))[0] for n in range(queries.MOST_MISSES + 2)]

    assert answers == [401] * queries.MOST_MISSES + [429] * 2
    assert Miss.objects.count() == queries.MOST_MISSES
    assert Machine("huiyin_").get("me").headers["Retry-After"] == "600"
    assert told(good.get("me"))[0] == 200


def test_the_day_of_its_last_use_is_kept(lin):
    token, plain = token_of(lin)
    assert token.last_used_on is None

    Machine(plain).get("me")

    token.refresh_from_db()
    assert token.last_used_on == clock.today()


def test_the_command_prints_a_token_of_the_oldest_post(lin, rival, capsys):
    make_post(lin, "lead", unit=rival)
    lin.password = "x"
    lin.save()

    call_command("token", "lin")

    plain = capsys.readouterr().out.split()[-1]
    assert told(Machine(plain).get("me"))[1]["posts"][0]["role"] == "worker"


def test_the_command_names_what_is_in_the_way(lin, gao, monkeypatch):
    with pytest.raises(CommandError, match="没有这个账号"):
        call_command("token", "nobody")
    with pytest.raises(CommandError, match="用不了令牌"):
        call_command("token", "lin")  # she has no password
    monkeypatch.setattr(rules, "MOST", 0)
    with pytest.raises(CommandError, match="已经有 0 个"):
        call_command("token", "lin")
