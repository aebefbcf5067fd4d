"""On leave, somebody stands in: from a day to a day, a colleague of the station, never two and never nobody."""

from datetime import timedelta

import pytest
import time_machine

from huiyin.access import debts
from huiyin.access.models import Deputy, Post, Reach
from huiyin.access.rules import accounts, deputies
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.core import clock
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make

DAY = timedelta(days=1)


@pytest.fixture
def mei(station):
    user = make.make_user("mei", "梅芳")
    make.make_post(user, "worker", unit=station)
    return user


def appoint(chen, user, deputy, since=None, until=None):
    since = since or clock.today()
    return deputies.appoint(
        by=actor(chen), user=user, deputy=deputy, since=since, until=until or since + 6 * DAY
    )


def test_her_promises_stand_in_the_deputys_day_on_those_days(chen, lin, mei):
    appoint(chen, lin, mei, clock.today() + DAY, clock.today() + 2 * DAY)

    owners = []
    for days in range(4):
        with time_machine.travel(
            clock.at(clock.today() + timedelta(days=days), "09:00"), tick=False
        ):
            owners.append(actor(mei).owners)
    assert owners[0] == (mei.pk,)
    assert owners[1] == (mei.pk, lin.pk)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [(3, 2, "日期不对"), (-5, -1, "日期不对")],
)
def test_days_that_cannot_be_are_refused(chen, lin, mei, since, until, words):
    today = clock.today()

    with pytest.raises(Refused, match=words):
        appoint(chen, lin, mei, today + since * DAY, today + until * DAY)


def test_nobody_stands_in_for_herself(chen, lin):
    with pytest.raises(Refused, match="不能由本人代理本人"):
        appoint(chen, lin, lin)


def test_a_colleague_of_another_station_is_not_seen(chen, lin, zhao, zhou):
    for other in (zhao, zhou):
        with pytest.raises(Unseen):
            appoint(chen, lin, other)


def test_an_operator_of_the_same_street_is_not_seen(chen, lin, zheng):
    with pytest.raises(Unseen):
        appoint(chen, lin, zheng)


def test_one_whom_a_granted_reach_shows_is_still_no_colleague(chen, lin, zhao):
    Reach.objects.create(post=chen.posts.get(), prefix="500108007A", why="代管")

    with pytest.raises(Refused, match="赵站不是本站的同事"):
        appoint(chen, lin, zhao)


def test_who_used_to_work_here_does_not_stand_in(chen, lin, mei, gao):
    Post.objects.filter(user=mei).update(until=clock.today() - DAY)
    with pytest.raises(Unseen):
        appoint(chen, lin, mei)


def test_a_colleague_of_the_stations_room_may(chen, lin, he):
    assert appoint(chen, lin, he).deputy_id == he.pk


def test_nobody_has_two_deputies_at_once(chen, lin, mei, he):
    appoint(chen, lin, mei)

    with pytest.raises(Refused, match="已经有人代理"):
        appoint(chen, lin, he)


def test_who_is_away_does_not_stand_in(chen, lin, mei, he):
    appoint(chen, mei, he)

    with pytest.raises(Refused, match="梅芳自己在这几天也不在"):
        appoint(chen, lin, mei)


def test_who_stands_in_does_not_leave_before_someone_else_does(chen, lin, mei, he):
    appoint(chen, lin, mei)

    with pytest.raises(Refused, match="正替别人代理"):
        appoint(chen, mei, he)


def test_a_closed_account_neither_stands_in_nor_is_stood_in_for(chen, lin, mei):
    mei.seat.delete()

    with pytest.raises(Refused, match="已经关了"):
        appoint(chen, lin, mei)


def test_who_stands_in_cannot_be_closed_and_who_is_stood_in_for_can(chen, lin, mei, gao):
    appoint(chen, lin, mei)

    with pytest.raises(Refused, match="1 项替同事代理"):
        accounts.close(mei, by=actor(gao))
    accounts.close(lin, by=actor(gao))

    assert Deputy.objects.count() == 0


@pytest.mark.parametrize("begins", [-3, 0, 3])
def test_it_is_ended_at_once_also_before_it_began(chen, lin, mei, begins):
    row = Deputy.objects.create(
        user=lin.seat, deputy=mei.seat, unit_id="500108006A",
        since=clock.today() + begins * DAY, until=clock.today() + 9 * DAY,
    )  # fmt: skip

    deputies.end_deputy(row, by=actor(chen))

    assert actor(mei).owners == (mei.pk,)
    with pytest.raises(Refused, match="已经结束了"):
        deputies.end_deputy(row, by=actor(chen))


def test_the_page_appoints_and_ends(chen, lin, mei):
    desk, today = at_desk(chen), clock.today()
    told = {"user": lin.pk, "deputy": mei.pk, "since": today, "until": today + DAY, "act": uuid7()}

    assert desk.post("/deputies/new", told).url == "/deputies"
    row = Deputy.objects.get()
    assert "结束代理" in desk.get("/deputies").content.decode()
    again = desk.post("/deputies/new", told | {"act": uuid7()})
    assert again.status_code == 409
    assert "已经有人代理" in again.content.decode()
    assert desk.post(f"/deputies/{row.pk}/end", {"act": uuid7()}).url == "/deputies"
    assert "结束了" in desk.get("/deputies").content.decode()


def test_the_page_says_what_is_missing(chen, lin, mei):
    today = clock.today()
    told = {"user": lin.pk, "deputy": lin.pk, "since": today, "until": today - DAY, "act": uuid7()}

    answer = at_desk(chen).post("/deputies/new", told)

    assert answer.status_code == 422
    assert "结束不能早于开始" in answer.content.decode()
    assert "不能由本人代理本人" in answer.content.decode()


def test_a_refusal_of_a_fragment_is_one_sentence(chen, lin, mei):
    appoint(chen, lin, mei)
    today = clock.today()
    told = {"user": lin.pk, "deputy": mei.pk, "since": today, "until": today, "act": uuid7()}

    answer = at_desk(chen).post("/deputies/new", told, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()
    assert "已经有人代理" in answer.content.decode()


def test_a_sleeping_account_with_matters_stands_before_the_lead(chen, lin, gao, monkeypatch):
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A"] * 2 * (user == lin.pk))
    accounts.rest(lin, by=actor(gao))

    page = at_desk(chen).get("/deputies").content.decode()

    assert "林晓还有 2 项闭环事项，请派给别人。" in page


@pytest.mark.parametrize("who", ["lin", "he", "zheng", "tang", "gao", "an", "shen"])
def test_only_a_lead_appoints(request, chen, lin, mei, who):
    with pytest.raises(NotAllowed):
        appoint(request.getfixturevalue(who), lin, mei)


def test_a_lead_sees_and_ends_only_those_of_her_station(chen, lin, mei, zhao):
    row = appoint(chen, lin, mei)

    assert at_desk(zhao).post(f"/deputies/{row.pk}/end", {"act": uuid7()}).status_code == 404
    assert "梅芳" not in at_desk(zhao).get("/deputies").content.decode()
