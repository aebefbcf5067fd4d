"""Promising, keeping, the next step; 催一下 and 还没解决."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from huiyin.access.models import Deputy, Organisation, Seat, Unit, User
from huiyin.audit.models import Entry
from huiyin.core import clock as times
from huiyin.core import secret
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, queries, rules
from huiyin.loops.models import Loop, State, Turn
from huiyin.notices.models import Message
from huiyin.residents.models import Person

Acting = Callable[[User], Actor]
FRIDAY = date(2026, 3, 6)


def told(user: User) -> list[str]:
    rows = Message.objects.filter(to_user=user).order_by("at", "id")
    return [secret.open(m, "words", by=ANONYMOUS) for m in rows]


def lines(loop: Loop) -> list[tuple[str, str]]:
    return [(e.kind, e.words) for e in heard.heard(loop, by=ANONYMOUS)]


# ---- promise, keep, step


def test_what_is_owed_becomes_a_matter_with_a_day(lin: User, xiang: Person, actor: Acting):
    loop = rules.promise(by=actor(lin), words="送去血压计", on=FRIDAY, person=xiang)

    assert (loop.kind, loop.owner, loop.unit_id, loop.person) == (
        "promise",
        lin,
        "500108006A",
        xiang,
    )
    assert loop.due_at
    assert times.local(loop.due_at).isoformat() == "2026-03-06T17:30:00+08:00"
    assert secret.open(loop, "step_words", by=actor(lin)) == "送去血压计"
    assert Entry.objects.get(verb="loop.promise").target == loop.pk


def test_a_promise_on_a_matter_lies_where_the_matter_lies(
    lin: User, chen: User, room: Unit, actor: Acting
):
    matter = make.make_loop(chen, room, kind="service")

    loop = rules.promise(by=actor(chen), words="问回复", on=FRIDAY, parent=matter, owner=lin)

    assert (loop.parent, loop.unit, loop.owner) == (matter, room, lin)
    assert told(lin) == ["新的承诺，由您负责。"]


def test_a_day_gone_by_is_no_day_to_promise_for(lin: User, actor: Acting):
    with pytest.raises(Refused, match="日子已经过了"):
        rules.promise(by=actor(lin), words="昨天", on=date(2026, 3, 1))


def test_nobody_promises_in_the_name_of_one_who_would_not_see_it(
    lin: User, zhao: User, station: Unit, actor: Acting
):
    matter = make.make_loop(lin, station, kind="service")

    with pytest.raises(Unseen):
        rules.promise(by=actor(lin), words="办", on=FRIDAY, parent=matter, owner=zhao)


def test_a_promise_is_kept_in_words_and_ends(lin: User, xiang: Person, actor: Acting):
    loop = rules.promise(by=actor(lin), words="送去血压计", on=FRIDAY, person=xiang)

    rules.keep(loop, by=actor(lin), words="送到了，教会她用。")

    loop.refresh_from_db()
    assert (loop.state, loop.seat, loop.due_at, loop.closed_at) == (
        "answered",
        None,
        None,
        times.now(),
    )
    assert lines(loop) == [("answer", "")]
    assert [e.words for e in heard.thread(loop, by=actor(lin))] == ["送到了，教会她用。"]
    assert queries.mine(actor(lin)).count() == 0


def test_who_stands_in_for_her_keeps_it_and_nobody_else(
    lin: User, chen: User, station: Unit, actor: Acting
):
    loop = rules.promise(by=actor(lin), words="送去血压计", on=FRIDAY)

    with pytest.raises(Refused, match="这件事由林晓负责"):
        rules.keep(loop, by=actor(chen), words="送到了。")

    Deputy.objects.create(
        user=lin.seat, deputy=chen.seat, since=times.today(), until=times.today(), unit=station
    )
    rules.keep(loop, by=actor(chen), words="送到了。")
    loop.refresh_from_db()
    assert (loop.state, loop.owner) == (State.ANSWERED, lin)


def test_other_kinds_are_answered_on_their_own_page(ask: Loop, lin: User, actor: Acting):
    with pytest.raises(Refused, match="不是一句承诺"):
        rules.keep(ask, by=actor(lin), words="好了")


def test_a_promise_is_kept_once(lin: User, actor: Acting):
    loop = rules.promise(by=actor(lin), words="送去血压计", on=FRIDAY)
    rules.keep(loop, by=actor(lin), words="送到了。")

    with pytest.raises(Refused, match="现在是“已回音”，不能答复"):
        rules.keep(loop, by=actor(lin), words="又送了。")

    assert len(heard.thread(loop, by=actor(lin))) == 1


def test_the_next_step_moves_the_day_when_it_comes_first(ask: Loop, lin: User, actor: Acting):
    rules.step(ask, by=actor(lin), words="打电话给她", on=date(2026, 3, 3))

    (row,) = queries.rows(queries.mine(actor(lin)), by=actor(lin))
    assert (row.title, row.state) == ("向秀芬，78岁：打电话给她", "doing")
    assert row.ruler
    assert (row.ruler.words, row.ruler.why) == ("还剩 1 个工作日", "下一步的日子")


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 3, 1), "日子已经过了"), (FRIDAY, "没有下一步了")]
)
def test_a_step_is_to_come_and_on_something_open(
    ask: Loop, lin: User, actor: Acting, on: date, said: str
):
    if on == FRIDAY:
        make.make_answered(ask, "已安排送餐。")

    with pytest.raises(Refused, match=said):
        rules.step(ask, by=actor(lin), words="打电话", on=on)


def test_only_its_owner_says_the_next_step(ask: Loop, chen: User, actor: Acting):
    with pytest.raises(Refused, match="这件事由林晓负责"):
        rules.step(ask, by=actor(chen), words="打电话", on=FRIDAY)


def test_a_step_that_was_taken_presses_no_longer(ask: Loop, lin: User, actor: Acting):
    rules.step(ask, by=actor(lin), words="打电话给她", on=date(2026, 3, 3))

    rules.take_step(ask, by=make.door(ask.unit))

    ask.refresh_from_db()
    assert (ask.step_on, ask.step_words) == (None, "")
    assert ask.due_at == ask.milestones.get(code="answer").due_at


# ---- 催一下


def test_a_nudge_reaches_owner_and_lead(
    ask: Loop, lin: User, chen: User, tang: User, actor: Acting
):
    rules.nudge(ask, by=actor(tang))

    assert told(lin) == ["向秀芬：新的请托，由您负责。", "向秀芬：唐玉珍催了一下。"]
    assert told(chen) == ["向秀芬：唐玉珍催了一下，这件事由林晓负责。"]
    assert lines(ask) == [("nudge", "")]


def test_the_lead_who_owns_it_is_told_once(
    chen: User, station: Unit, committee: Organisation, tang: User, actor: Acting
):
    ask = make.make_loop(chen, station, kind="ask", asker_org=committee)

    rules.nudge(ask, by=actor(tang))

    assert told(chen) == ["新的请托，由您负责。", "交办人催了一下。"]


def test_she_may_nudge_once_a_day_and_again_the_next(
    ask: Loop, tang: User, actor: Acting, clock: time_machine.Traveller
):
    rules.nudge(ask, by=actor(tang))
    with pytest.raises(Refused, match="今天已经催过一次"):
        rules.nudge(ask, by=actor(tang))

    clock.move_to("2026-03-03T00:00:01+08:00")
    rules.nudge(ask, by=actor(tang))

    assert lines(ask) == [("nudge", ""), ("nudge", "")]


def test_what_is_answered_is_not_nudged(ask: Loop, tang: User, actor: Acting):
    make.make_answered(ask, "已安排送餐。")

    with pytest.raises(Refused, match="请看答复"):
        rules.nudge(ask, by=actor(tang))


def test_a_successor_nudges_what_her_committee_asked(
    ask: Loop, tang: User, committee: Organisation, actor: Acting
):
    """唐 has left; 蒋 came after her."""
    jiang = access.make_user("jiang", "蒋小红")
    access.make_post(jiang, "committee", organisation=committee)
    Seat.objects.filter(user=tang).delete()

    assert [x.pk for x in queries.asked(actor(jiang))] == [ask.pk]
    rules.nudge(ask, by=actor(jiang))
    assert lines(ask) == [("nudge", "")]


@pytest.mark.parametrize(
    ("who", "status"),
    [("tang", 302), ("sun", 404), ("wu", 404), ("lin", 403), ("chen", 403), ("gao", 403)],
)
def test_who_may_nudge(
    ask: Loop, cast: Any, who: str, status: int, signed_in: Callable[[User], Any]
):
    client = signed_in(getattr(cast, who))

    answer = client.post(f"/loops/{ask.pk}/nudge", {"act": uuid7()})

    assert answer.status_code == status
    assert len(lines(ask)) == (status == 302)


def test_a_double_click_nudges_once(ask: Loop, tang: User, signed_in: Callable[[User], Any]):
    act, client = uuid7(), signed_in(tang)

    codes = [client.post(f"/loops/{ask.pk}/nudge", {"act": act}).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert lines(ask) == [("nudge", "")]


def test_a_button_without_its_act_does_nothing(
    ask: Loop, tang: User, signed_in: Callable[[User], Any]
):
    assert signed_in(tang).post(f"/loops/{ask.pk}/nudge", {}).status_code == 302
    assert lines(ask) == []


def test_one_who_reaches_the_matter_otherwise_does_not_ask_in_the_askers_name(
    ask: Loop, sun: User, actor: Acting
):
    by = actor(sun)
    seeing = Actor(user=by.user, can=by.can, rows="reach", reach=("500108006A",), chain="500108")

    with pytest.raises(NotAllowed):
        rules.nudge(ask, by=seeing)


# ---- 还没解决


def test_unsolved_opens_it_again_with_a_new_clock(
    ask: Loop, lin: User, tang: User, actor: Acting, clock: time_machine.Traveller
):
    make.make_answered(ask, "已安排送餐。")
    clock.move_to("2026-03-09T09:00:00+08:00")

    rules.unsolved(ask, by=actor(tang), words="送餐的没有来过")

    ask.refresh_from_db()
    assert (ask.state, ask.owner, ask.seat, ask.turn) == (State.OPEN, lin, lin.seat, Turn.US)
    assert (ask.answer, ask.closed_at, ask.reopened) == (None, None, 1)
    assert ask.due_at
    assert times.local(ask.due_at).isoformat() == "2026-03-12T17:30:00+08:00"
    assert [stone.code for stone in ask.milestones.unmet()] == ["feedback"]
    assert [r.why for m, r in queries.clocks(ask) if not m.met_at] == ["结束后的反馈：3 个工作日"]
    assert lines(ask) == [("answer", "已安排送餐。"), ("unsolved", "送餐的没有来过")]
    assert told(lin)[-1] == "向秀芬：唐玉珍说还没解决。"


def test_it_is_said_once(ask: Loop, tang: User, actor: Acting):
    make.make_answered(ask, "已安排送餐。")
    rules.unsolved(ask, by=actor(tang), words="没有来过")
    make.make_answered(ask, "换了一家送餐。")

    with pytest.raises(Refused, match="已经重开过一次"):
        rules.unsolved(ask, by=actor(tang), words="还是没有来")


def test_while_it_is_open_she_nudges_instead(ask: Loop, tang: User, actor: Acting):
    with pytest.raises(Refused, match="还在办"):
        rules.unsolved(ask, by=actor(tang), words="没有来过")


def test_when_its_owner_has_left_it_comes_back_to_the_lead(
    ask: Loop, lin: User, chen: User, tang: User, actor: Acting
):
    make.make_answered(ask, "已安排送餐。")
    Seat.objects.filter(user=lin).delete()

    rules.unsolved(ask, by=actor(tang), words="没有来过")

    ask.refresh_from_db()
    assert (ask.owner, ask.seat) == (chen, chen.seat)


def test_when_the_station_has_closed_she_is_told_to_call(
    ask: Loop, lin: User, station: Unit, tang: User, actor: Acting
):
    make.make_answered(ask, "已安排送餐。")
    Seat.objects.filter(user=lin).delete()
    Unit.objects.filter(pk=station.pk).update(until=times.today(), receiver=None)

    with pytest.raises(Refused, match="请打站里的电话"):
        rules.unsolved(ask, by=actor(tang), words="没有来过")


def test_a_nudge_finds_its_way_when_the_station_has_no_lead(
    ask: Loop, lin: User, station: Unit, tang: User, actor: Acting
):
    Unit.objects.filter(pk=station.pk).update(until=times.today(), receiver=None)

    rules.nudge(ask, by=actor(tang))

    assert told(lin)[-1] == "向秀芬：唐玉珍催了一下。"


@pytest.mark.parametrize(("words", "status"), [("没有来过", 302), ("", 422)])
def test_the_page_asks_what_is_missing(
    ask: Loop, tang: User, signed_in: Callable[[User], Any], words: str, status: int
):
    make.make_answered(ask, "已安排送餐。")
    client = signed_in(tang)

    assert client.get(f"/loops/{ask.pk}/unsolved").status_code == 200
    answer = client.post(f"/loops/{ask.pk}/unsolved", {"words": words, "act": uuid7()})

    assert answer.status_code == status
    if status == 422:
        assert set(answer.context["form"].errors) == {"words"}


# ---- withdrawal


def test_a_withdrawal_ends_it_and_shows_on_both_sides(ask: Loop, lin: User, actor: Acting):
    rules.close_withdrawn(ask, by=make.door(ask.unit), words="她搬走了")

    ask.refresh_from_db()
    assert (ask.state, ask.seat, ask.due_at, ask.closed_at) == (
        State.WITHDRAWN,
        None,
        None,
        times.now(),
    )
    assert lines(ask) == [("withdrawn", "她搬走了")]
    assert told(lin)[-1] == "向秀芬：唐玉珍撤回了。"
    assert queries.row(ask, by=actor(lin)).state == "withdrawn"


def test_what_is_withdrawn_is_withdrawn(ask: Loop):
    rules.close_withdrawn(ask, by=make.door(ask.unit))

    with pytest.raises(Refused, match="已撤回"):
        rules.close_withdrawn(ask, by=make.door(ask.unit))
    with pytest.raises(Refused, match="已撤回"):
        make.make_answered(ask, "好了")


def test_a_promise_is_not_laid_on_somebody_who_would_not_see_it(
    lin: User, zhou: User, xiang: Person, actor: Acting
):
    with pytest.raises(Refused, match=zhou.name):
        rules.promise(by=replace(actor(lin), can=actor(lin).can | {"account.view"}), person=xiang,
                      words="送去血压计", on=times.today(), owner=zhou)  # fmt: skip
