"""Two posts of one person never mix: neither the right of one with the rows of the other, nor their sums."""

import pytest

from huiyin.access.models import Post, User
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.audit.rule import rule
from huiyin.core.errors import NotAllowed, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make


@pytest.fixture
def both(station, sister) -> User:
    """Leads the one station and works in the other."""
    user = make.make_user("shuang", "双岗")
    make.make_post(user, "lead", unit=station)
    make.make_post(user, "worker", unit=sister)
    return user


def choose(client, post):
    return client.post("/account/post", {"post": post.pk})


def post_at(user, unit) -> Post:
    found: Post = user.posts.get(unit=unit)
    return found


def test_she_is_in_one_post_at_a_time(both, station, sister):
    lead, worker = (make.actor_for(both, post_at(both, u)) for u in (station, sister))

    assert (lead.unit, lead.reach, lead.may("loop.assign")) == ("500108006A", ("500108006A",), True)
    assert (worker.unit, worker.reach) == ("500108007A", ("500108007A",))
    assert worker.may("loop.assign") is False


def test_the_frame_changes_post(both, station, sister):
    desk = at_desk(both)
    assert "弹子石街道社工站" in desk.get("/account").content.decode().split("hy-who-place")[1]

    assert choose(desk, post_at(both, sister)).url == "/"

    assert desk.get("/account").wsgi_request.actor.unit == "500108007A"
    assert desk.get("/deputies").status_code == 403


def test_a_post_of_somebody_else_is_not_chosen(both, chen):
    desk = at_desk(both)

    assert choose(desk, chen.posts.get()).status_code == 404
    assert desk.post("/account/post", {"post": uuid7()}).status_code == 404


def test_a_post_that_has_ended_is_left_at_once(both, station, sister):
    desk = at_desk(both)
    choose(desk, post_at(both, sister))
    Post.objects.filter(user=both, unit=sister).update(until="2021-01-01")

    assert desk.get("/account").wsgi_request.actor.unit == station.pk


def test_the_choice_ends_with_the_session(both, sister):
    desk = at_desk(both)
    choose(desk, post_at(both, sister))
    desk.post("/sign-out")
    desk.force_login(both)

    assert desk.get("/account").wsgi_request.actor.unit == "500108006A"


def test_the_right_of_one_post_does_not_meet_the_rows_of_the_other(both, station, sister, lin):
    """Leading 弹子石 she may appoint deputies, and working in 海棠溪 she sees its people: never both at once."""
    colleague = make.make_user("hai", "海燕")
    make.make_post(colleague, "worker", unit=sister)
    lead, worker = (make.actor_for(both, post_at(both, u)) for u in (station, sister))

    with pytest.raises(Unseen):
        _touch(colleague, by=lead)
    with pytest.raises(NotAllowed):
        _touch(colleague, by=worker)
    assert _touch(lin, by=lead) == lin
    assert set(User.objects.visible_to(lead)) & {lin, colleague} == {lin}
    assert set(User.objects.visible_to(worker)) & {lin, colleague} == {colleague}


@rule("test.touch", needs="deputy.appoint")
def _touch(user: User, *, by) -> User:
    return user


def test_without_a_post_there_is_a_page_that_says_whom_to_ask(db):
    desk = at_desk(make.make_user("xin", "新来"))

    answer = desk.get("/")

    assert answer.status_code == 200
    assert "没有岗位" in answer.content.decode().replace('</span><span class="hy-nb">', "")
    assert desk.get("/accounts").status_code == 403


@pytest.mark.parametrize(
    ("who", "where"), [("gao", "/accounts"), ("an", "/posts"), ("shen", "/journal")]
)
def test_the_first_page_is_the_first_one_hung_for_the_post(request, who, where):
    user = request.getfixturevalue(who)

    assert at_desk(user).get("/").url == where
    assert actor(user).rows == "none"
