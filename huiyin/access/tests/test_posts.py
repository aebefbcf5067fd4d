"""The security administrator gives posts from a day to a day; sight and right come from the post alone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access import actors, debts
from huiyin.access.models import Organisation, Post, Reach
from huiyin.access.rules import posts
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make


@pytest.fixture
def new(db):
    return make.make_user("huang", "黄慧")


def grant(an, user, role, **more):
    return posts.grant_post(by=actor(an), user=user, role=role, **more)


def test_a_post_begins_and_ends_on_its_days(an, new, station):
    since = clock.today() + timedelta(days=1)
    grant(an, new, "worker", unit=station, since=since, until=since)

    seen = []
    for days in range(4):
        with time_machine.travel(clock.at(clock.today() + timedelta(days=days), "12:00")):
            seen.append(actor(new).role)
    assert seen[:3] == ["", "worker", ""]


@pytest.mark.parametrize(
    ("role", "where", "words"),
    [
        ("worker", "room", "街道社工站"),
        ("room", "station", "社区社工室"),
        ("hub", "station", "区总站"),
        ("worker", "committee", "街道社工站"),
        ("committee", "station", "设在组织里"),
        ("king", "station", "没有这个角色"),
    ],
)
def test_a_role_is_held_where_it_belongs(request, an, new, role, where, words):
    place = request.getfixturevalue(where)
    key = "organisation" if isinstance(place, Organisation) else "unit"

    with pytest.raises(Refused, match=words):
        grant(an, new, role, **{key: place})


def test_a_unit_that_has_stopped_takes_nobody_on(an, new, station):
    station.until = clock.today()
    station.save()

    with pytest.raises(Refused, match="已经停了"):
        grant(an, new, "worker", unit=station)


@pytest.mark.parametrize("first", ["sysadmin", "secadmin", "auditor", "committee"])
@pytest.mark.parametrize("second", ["sysadmin", "secadmin", "auditor", "committee"])
def test_the_three_administrators_are_three_people(an, new, office, first, second):
    grant(an, new, first, organisation=office)
    elsewhere = make.make_organisation("committee", "另一处", "500108006012")

    if first == second == "committee" or first == second:
        grant(an, new, second, organisation=elsewhere)
    else:
        with pytest.raises(Refused, match="三个人分别担任"):
            grant(an, new, second, organisation=elsewhere)


def test_nobody_gives_herself_a_post_or_a_reach(an, station):
    with pytest.raises(Refused, match="不能给自己岗位"):
        grant(an, an, "worker", unit=station)
    with pytest.raises(Refused, match="不能给自己范围"):
        posts.grant_reach(by=actor(an), post=an.posts.get(), prefix="500108006", why="想看")


def test_a_closed_account_gets_no_post(an, new, station):
    new.seat.delete()

    with pytest.raises(Refused, match="已经关了"):
        grant(an, new, "worker", unit=station)


def test_the_same_post_is_held_once(an, lin, station):
    with pytest.raises(Refused, match="已经有这个岗位了"):
        grant(an, lin, "worker", unit=station)


def test_an_end_before_the_beginning_is_refused(an, new, station, lin):
    with pytest.raises(Refused, match="比开始还早"):
        grant(an, new, "worker", unit=station, since=date(2026, 2, 2), until=date(2026, 2, 1))
    with pytest.raises(Refused, match="比开始还早"):
        posts.end_post(lin.posts.get(), by=actor(an), until=date(2019, 1, 1))


def test_a_post_ends_and_the_house_is_closed_to_it(an, lin):
    posts.end_post(lin.posts.get(), by=actor(an), until=clock.today() - timedelta(days=1))

    assert actor(lin).can == frozenset({"own"})


def test_who_still_owes_there_keeps_the_post(an, lin, station, monkeypatch):
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A", "500108007A"])

    with pytest.raises(Refused, match="林晓在弹子石街道社工站还有 1 项闭环事项没有人接"):
        posts.end_post(lin.posts.get(), by=actor(an), until=clock.today())
    posts.end_post(lin.posts.get(), by=actor(an), until=clock.today() + timedelta(days=30))


def test_what_she_keeps_through_another_post_there_does_not_hold_her(an, he, station, monkeypatch):
    grant(an, he, "worker", unit=station)
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A012"])

    posts.end_post(he.posts.get(role="room"), by=actor(an), until=clock.today())

    assert actor(he).role == "room"  # today is the last day


def test_a_post_of_an_outsider_owes_nothing_at_a_unit(an, tang):
    posts.end_post(tang.posts.get(), by=actor(an), until=clock.today())

    assert tang.posts.get().until == clock.today()


def test_a_reach_begins_ends_and_is_seen_in_the_actor(an, lin):
    post, tomorrow = lin.posts.get(), clock.today() + timedelta(days=1)
    make.make_area("500108007", "海棠溪街道")
    reach = posts.grant_reach(
        by=actor(an), post=post, prefix="500108007", why="代管到合同签好", since=tomorrow
    )

    assert actor(lin).reach == ("500108006A",)
    with time_machine.travel(clock.at(tomorrow, "12:00")):
        assert actor(lin).reach == ("500108006A", "500108007")
        posts.end_reach(reach, by=actor(an), until=tomorrow)
    with time_machine.travel(clock.at(tomorrow + timedelta(days=1), "12:00")):
        assert actor(lin).reach == ("500108006A",)


def test_a_reach_over_nowhere_is_refused(an, lin):
    with pytest.raises(Refused, match="没有代码是 777 的"):
        posts.grant_reach(by=actor(an), post=lin.posts.get(), prefix="777", why="x")


def test_what_a_unit_absorbed_is_reached(lin, station, sister):
    sister.absorbed_into = station
    sister.save()

    assert actor(lin).reach == ("500108006A", "500108007A")


def test_the_pages_give_a_post_a_reach_and_an_end(an, new, station, committee):
    desk = at_desk(an)
    told = {"user": "huang", "role": "worker", "unit": "500108006a", "since": "2026-01-01"}

    there = desk.post("/posts/new", told | {"act": uuid7()}).url
    post = Post.objects.get(user=new)
    assert there == f"/posts/{post.pk}"
    assert (post.unit_id, post.by_id, post.role_name) == ("500108006A", an.pk, "驻站社工")

    reach = {"code": "500108006B", "why": "试", "since": "2026-01-01", "act": uuid7()}
    make.make_unit("500108006B", "第二站", receiver=new)
    assert desk.post(f"/posts/{post.pk}/reaches", reach).url == there
    row = Reach.objects.get(post=post)
    assert desk.post(f"/reaches/{row.pk}/end", {"until": "2026-02-01", "act": uuid7()}).url == there
    assert "500108006B" in desk.get(there).content.decode()
    assert (
        desk.post(f"/posts/{post.pk}/end", {"until": "2019-01-01", "act": uuid7()}).status_code
        == 409
    )
    assert desk.post(f"/posts/{post.pk}/end", {"until": "x", "act": uuid7()}).status_code == 422


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"unit": "500108006Z"}, "没有代码是 500108006Z 的单位"),
        ({"user": "nobody"}, "没有用户名是 nobody 的账号"),
        ({"user": ""}, "还没有填：谁的账号"),
        ({"role": ""}, "角色"),
    ],
)
def test_the_page_says_what_does_not_fit(an, new, station, told, words):
    given = {"user": "huang", "role": "worker", "unit": "500108006A", "since": "2026-01-01"}

    answer = at_desk(an).post("/posts/new", given | told | {"act": uuid7()})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Post.objects.filter(user=new).exists()


def test_the_list_shows_the_running_ones_and_when_asked_the_others(an, lin, zheng):
    Post.objects.filter(user=zheng).update(until=date(2021, 1, 1))
    desk = at_desk(an)

    now, all_ = desk.get("/posts").content.decode(), desk.get("/posts?over=1").content.decode()

    assert ("林晓" in now, "郑岚" in now, "郑岚" in all_) == (True, False, True)
    assert "林晓" in desk.get("/posts?role=worker&q=林").content.decode()
    assert "没有这样的岗位" in desk.get("/posts?role=auditor").content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(an, station):
    """The frame's own counts come from other rooms, so the two are compared and not counted out."""
    desk, costs = at_desk(an), []
    desk.get("/posts")
    for n in (1, 11):
        for i in range(n, 2 * n):
            make.make_post(
                make.make_user(f"user{i}", f"王{i}"), "worker", unit=station, reach=("500108",)
            )
        with CaptureQueriesContext(connection) as asked:
            desk.get("/posts")
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_an_actor_of_a_role_that_is_no_more_can_do_nothing(lin):
    Post.objects.filter(user=lin).update(role="gone")

    assert actor(lin).can == frozenset({"own"})
    assert lin.posts.get().role_name == "gone"
    assert actors.posts_of(lin, clock.today()) == list(lin.posts.all())
