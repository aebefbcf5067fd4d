from collections.abc import Callable
from typing import Any

import pytest

from huiyin.access.models import Seat, Unit, User
from huiyin.audit.models import Entry
from huiyin.core import secret
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access, residents
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, queries, rules
from huiyin.loops.models import Loop
from huiyin.notices.models import Message
from huiyin.residents.models import Care


@pytest.fixture
def min_(station: Unit) -> User:
    """周敏, a second worker of the station."""
    user = access.make_user("min", "周敏")
    access.make_post(user, "worker", unit=station)
    return user


def owners(*loops: Loop) -> list[str]:
    return [Loop.objects.select_related("owner").get(pk=x.pk).owner.name for x in loops]


def test_the_matter_and_what_its_owner_opened_for_it_go_together(
    ask: Loop, service: Loop, chen: User, min_: User, station: Unit, actor: Callable[[User], Actor]
):
    hers = make.make_loop(chen, station, kind="service", parent=ask)

    rules.assign(ask, by=actor(chen), to=min_)

    assert owners(ask, service, hers) == ["周敏", "周敏", "陈站"]
    assert Loop.objects.get(pk=service.pk).seat == min_.seat


def test_her_care_of_the_person_goes_along(
    ask: Loop, lin: User, chen: User, min_: User, actor: Callable[[User], Actor]
):
    person = ask.person
    assert person
    residents.make_care(person, user=lin, cause=ask.pk)
    residents.make_care(person, user=lin)

    rules.assign(ask, by=actor(chen), to=min_)

    standing = Care.objects.filter(ended_at__isnull=True, user__isnull=False)
    assert sorted((c.user.name, c.cause) for c in standing if c.user) == sorted(
        [("周敏", ask.pk), ("林晓", None)], key=str
    )


def test_who_waits_hears_the_new_name_and_the_new_owner_of_her_matter(
    ask: Loop, chen: User, min_: User, actor: Callable[[User], Actor]
):
    rules.assign(ask, by=actor(chen), to=min_)

    assert [(e.status, e.words) for e in heard.heard(ask, by=ANONYMOUS)] == [
        ("换了一位同事负责。", "现在由周敏负责。")
    ]
    told = Message.objects.get(to_user=min_)
    assert secret.open(told, "words", by=actor(min_)) == "向秀芬：这件请托转到您手上。"


def test_given_to_its_own_owner_nothing_happens(
    ask: Loop, lin: User, chen: User, actor: Callable[[User], Actor]
):
    rules.assign(ask, by=actor(chen), to=lin)

    assert heard.heard(ask, by=ANONYMOUS) == []


def test_each_assignment_is_journalled_with_both_owners(
    ask: Loop, lin: User, chen: User, min_: User, actor: Callable[[User], Actor]
):
    rules.assign(ask, by=actor(chen), to=min_)

    entry = Entry.objects.get(verb="loop.assign")
    assert (entry.user, entry.target) == (chen.pk, ask.pk)
    assert entry.changes["owner_id"] == [str(lin.pk), str(min_.pk)]


def test_a_closed_account_does_not_take_over(
    ask: Loop, chen: User, min_: User, actor: Callable[[User], Actor]
):
    Seat.objects.filter(user=min_).delete()

    with pytest.raises(Refused, match="周敏的账号已经关了"):
        rules.assign(ask, by=actor(chen), to=min_)

    assert owners(ask) == ["林晓"]


def test_a_colleague_whose_post_does_not_reach_it_would_not_see_it(
    ask: Loop, chen: User, he: User, actor: Callable[[User], Actor]
):
    with pytest.raises(Refused, match="何川的岗位"):
        rules.assign(ask, by=actor(chen), to=he)


def test_who_has_no_day_at_the_station_is_given_no_promise(
    ask: Loop, chen: User, station: Unit, actor: Callable[[User], Actor]
):
    user = access.make_user("eva", "评估")
    access.make_post(user, "evaluator", unit=station)

    with pytest.raises(Refused, match="评估的岗位"):
        rules.assign(ask, by=actor(chen), to=user)


def test_what_has_its_answer_is_not_assigned_any_more(
    ask: Loop, chen: User, min_: User, actor: Callable[[User], Actor]
):
    make.make_answered(ask, "已安排送餐。")

    with pytest.raises(Refused, match="已经有了回音"):
        rules.assign(ask, by=actor(chen), to=min_)


def test_an_approval_stays_with_the_lead_when_its_matter_is_given_away(
    chen: User, min_: User, station: Unit, actor: Callable[[User], Actor]
):
    matter = make.make_loop(chen, station, kind="ask")
    owed = make.make_loop(chen, station, kind="approval", parent=matter)

    rules.assign(matter, by=actor(chen), to=min_)

    assert owners(matter, owed) == ["周敏", "陈站"]
    with pytest.raises(Refused, match="周敏的岗位不办这样的事"):
        rules.assign(owed, by=actor(chen), to=min_)
    (mate, lead) = sorted(queries.team(actor(chen)), key=lambda m: m.user.name)
    assert [(m.user.name, m.may_keep(owed)) for m in (mate, lead)] == [
        ("周敏", False),
        ("陈站", True),
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chen", 302), ("lin", 403), ("he", 403), ("tang", 403), ("gao", 403), ("shen", 403),
        ("feng", 404), ("zhao", 404), ("qian", 404),
    ],
)  # fmt: skip
def test_who_may_assign(
    ask: Loop, cast: Any, rival: Unit, min_: User, who: str, status: int,
    signed_in: Callable[[User], Any],
):  # fmt: skip
    """冯, 赵 and 钱 lead other stations: to them the matter is not there."""
    client = signed_in(User.objects.get(username=who))

    answer = client.post(f"/loops/{ask.pk}/assign", {"to": min_.pk, "act": uuid7()})

    assert answer.status_code == status
    assert owners(ask) == (["周敏"] if status == 302 else ["林晓"])


def test_a_choice_that_was_not_made_is_asked_for_again(
    ask: Loop, chen: User, signed_in: Callable[[User], Any]
):
    answer = signed_in(chen).post(f"/loops/{ask.pk}/assign", {"to": "", "act": uuid7()})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"to"}
