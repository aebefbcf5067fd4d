"""A worker who does not care for a child asks; the lead answers; one opening of a quarter of an hour follows."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders import residents as make
from huiyin.demo.builders import rights
from huiyin.loops.models import Loop, Reply
from huiyin.loops.models import State as LoopState
from huiyin.notices.models import Message
from huiyin.places import calendar
from huiyin.residents import queries as people
from huiyin.residents.models import Reveal
from huiyin.rights import rules
from huiyin.rights.models import RevealRequest, State


def test_asking_is_a_promise_the_lead_owes_by_the_next_working_day(
    asked, child, lin, chen, station
):
    loop = asked.loop

    assert (loop.kind, loop.owner, loop.asker_user, loop.person, loop.unit) == (
        "reveal",
        chen,
        lin,
        child,
        station,
    )
    assert loop.due_at == calendar.due(loop.opened_at, "1d")
    assert list(Message.objects.values_list("to_user", flat=True)) == [chen.pk]


def test_the_reason_is_sealed_under_the_childs_key(asked, child, actor, lin):
    assert asked.words.token.startswith(f"v1.A.p-{child.pk.hex}.")
    assert secret.open(asked, "words", by=actor(lin)) == "帮她办困境儿童补贴"


def test_granting_answers_the_promise_and_opens_nothing_yet(asked, child, actor, lin, chen):
    rules.grant(asked, by=actor(chen))

    asked.refresh_from_db()
    loop = Loop.objects.get(pk=asked.pk)
    assert (asked.state, asked.decided_by, loop.state) == (State.GRANTED, chen, LoopState.ANSWERED)
    assert people.identity(child, actor(lin)) is None
    assert list(Reply.objects.values_list("kind", "by")) == [("answer", chen.pk)]


def test_she_who_asked_opens_once_for_a_quarter_of_an_hour(asked, child, actor, lin, chen):
    rules.grant(asked, by=actor(chen))

    rules.use(asked, by=actor(lin))

    row = Reveal.objects.get()
    assert (row.user, row.minor, row.standing, row.approved_by) == (lin, True, False, chen)
    assert row.until - row.since == timedelta(minutes=15)
    assert people.identity(child, actor(lin)) is not None
    with pytest.raises(Refused, match="已打开过"):
        rules.use(asked, by=actor(lin))


def test_a_leave_is_its_askers_alone(asked, actor, chen):
    rules.grant(asked, by=actor(chen))

    with pytest.raises(Refused, match="别人的申请"):
        rules.use(asked, by=actor(chen))


@pytest.mark.parametrize(("hours", "good"), [(71, True), (73, False)])
def test_a_leave_is_good_for_three_days(asked, actor, lin, chen, hours, good):
    rules.grant(asked, by=actor(chen))

    with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
        if good:
            rules.use(asked, by=actor(lin))
        else:
            with pytest.raises(Refused, match="已过三天"):
                rules.use(asked, by=actor(lin))

    asked.refresh_from_db()
    assert asked.state == (State.USED if good else State.GRANTED)


def test_a_no_says_why_and_reaches_the_asker(asked, child, actor, lin, chen):
    with pytest.raises(Refused, match="为什么不批"):
        rules.deny(asked, by=actor(chen), words=" ")

    rules.deny(asked, by=actor(chen), words="先联系负责她的周敏。")

    asked.refresh_from_db()
    assert (asked.state, secret.open(asked, "answer", by=actor(lin))) == (
        State.DENIED,
        "先联系负责她的周敏。",
    )
    assert Message.objects.filter(to_user=lin).count() == 1
    with pytest.raises(Refused, match="没有批准"):
        rules.use(asked, by=actor(lin))


def test_an_answer_is_given_once(asked, actor, chen):
    rules.grant(asked, by=actor(chen))

    with pytest.raises(Refused, match="已批准"):
        rules.deny(asked, by=actor(chen), words="再想想。")


def test_one_asks_once_at_a_time(asked, child, lin):
    with pytest.raises(Refused, match="已经申请过"):
        rights.make_request(child, lin)


def test_after_a_no_one_may_ask_again(asked, child, actor, lin, chen):
    rules.deny(asked, by=actor(chen), words="先联系负责她的周敏。")

    rights.make_request(child, lin, words="周敏休假了，补贴明天截止")

    assert RevealRequest.objects.count() == 2


def test_who_may_look_by_herself_need_not_ask(child, station, lin):
    adult = make.make_person("谭勇", station)
    make.make_care(child, user=lin)
    for person in (adult, child):
        with pytest.raises(Refused, match="不用申请"):
            rights.make_request(person, lin)


def test_a_reason_is_always_given(child, lin):
    with pytest.raises(Refused, match="为什么要看"):
        rights.make_request(child, lin, words="")


def test_a_lead_does_not_answer_what_she_asked_as_a_worker(asked, child, actor, chen, lin):
    Loop.objects.filter(pk=asked.pk).update(asker_user=chen)

    with pytest.raises(Refused, match="自己的申请不能自己答复"):
        rules.grant(asked, by=actor(chen))


def test_a_station_without_a_lead_says_whom_to_tell(child, station, lin):
    station.until, station.receiver = clock.today(), None
    station.save()

    with pytest.raises(Refused, match="还没有站长"):
        rights.make_request(child, lin)


def test_a_lead_does_not_grant_herself(child, chen):
    with pytest.raises(Refused, match="自己的申请不能自己批"):
        rights.make_request(child, chen)


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("lin", NotAllowed),
        ("he", NotAllowed),
        ("tang", NotAllowed),
        ("shen", NotAllowed),
        ("zhao", Unseen),
        ("zheng", NotAllowed),
    ],
)
def test_who_does_not_grant(request, asked, actor, who, error):
    with pytest.raises(error):
        rules.grant(asked, by=actor(request.getfixturevalue(who)))


def test_the_table_knows_no_nameless_decision(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        RevealRequest.objects.filter(pk=asked.pk).update(state=State.GRANTED)
