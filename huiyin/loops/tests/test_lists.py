"""The day, the board and the load: one line for an ask and what serves it, late first, for a constant price."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from huiyin.access.models import Deputy, Organisation, Unit, User
from huiyin.core import clock as times
from huiyin.core.actor import Actor
from huiyin.demo.builders import access, residents
from huiyin.demo.builders import loops as make
from huiyin.loops import kinds, queries, rules
from huiyin.loops.models import Loop, Pass, Turn
from huiyin.places import calendar
from huiyin.places.models import Day
from huiyin.residents.models import Person

Acting = Callable[[User], Actor]
LATE = "2026-03-09T09:00:00+08:00"  # two working days after the ask's answer was due


def shown(actor: Actor) -> list[tuple[str, str, str, str]]:
    rows = queries.rows(queries.mine(actor), by=actor)
    return [(r.title, r.waiter, r.ruler.words if r.ruler else "", r.state) for r in rows]


def test_an_ask_and_what_serves_it_are_one_line(ask: Loop, service: Loop, lin: User, actor: Acting):
    """The child's page, the ask's clock, and who waits there."""
    (row,) = queries.rows(queries.mine(actor(lin)), by=actor(lin))

    assert (row.loop, row.action, row.url) == (service, "记一笔", f"/loops/{service.pk}")
    assert shown(actor(lin)) == [
        ("向秀芬，78岁：答复", "石溪社区居委会唐玉珍在等", "还剩 3 个工作日", "doing")
    ]


def test_when_another_owner_serves_it_there_are_two(
    ask: Loop, chen: User, lin: User, station: Unit, actor: Acting
):
    below = make.make_loop(chen, station, kind="service", parent=ask)

    assert list(queries.mine(actor(lin))) == [ask]
    assert list(queries.mine(actor(chen))) == [below]


def test_three_deep_they_are_still_one_line_under_the_nearest_date(
    ask: Loop, service: Loop, lin: User, station: Unit, actor: Acting
):
    make.make_loop(lin, station, kind="service", parent=service)

    assert [line[2] for line in shown(actor(lin))] == ["还剩 3 个工作日"]


def test_a_promise_on_the_way_keeps_its_own_line(
    ask: Loop, service: Loop, lin: User, actor: Acting
):
    rules.promise(by=actor(lin), words="送去血压计", on=date(2026, 3, 4), parent=service)

    assert [(line[0], line[2]) for line in shown(actor(lin))] == [
        ("送去血压计", "还剩 2 个工作日"),
        ("向秀芬，78岁：答复", "还剩 3 个工作日"),
    ]


def test_when_what_served_it_has_ended_the_ask_stands_for_itself(
    ask: Loop, service: Loop, lin: User, actor: Acting
):
    make.make_answered(service, "服务结束")

    assert list(queries.mine(actor(lin))) == [ask]


def test_late_comes_first_and_what_waits_for_others_last(
    ask: Loop, lin: User, station: Unit, actor: Acting, clock: time_machine.Traveller
):
    returned = make.make_loop(lin, station, kind="ask", turn=Turn.ASKER, urgent=True)
    urgent = make.make_loop(lin, station, kind="ask", urgent=True)
    clock.move_to(LATE)

    rows = queries.rows(queries.mine(actor(lin)), by=actor(lin))

    assert [(r.loop.pk, r.state, r.ruler and r.ruler.words) for r in rows] == [
        (urgent.pk, "late", "逾期 5 个工作日"),
        (ask.pk, "late", "逾期 2 个工作日"),
        (returned.pk, "doing", "等转介人补充，先不计时"),
    ]


def test_lateness_is_the_same_on_both_sides(
    ask: Loop, lin: User, tang: User, actor: Acting, clock: time_machine.Traveller
):
    clock.move_to(LATE)

    (ours,) = queries.rows(queries.mine(actor(lin)), by=actor(lin))
    (hers,) = queries.rows(queries.asked(actor(tang)), by=actor(tang))

    assert (ours.ruler, ours.state) == (hers.ruler, hers.state)
    assert ours.state == "late"
    assert list(Loop.objects.late()) == [ask]


def test_what_waits_for_the_asker_is_late_on_neither(
    ask: Loop, lin: User, tang: User, actor: Acting, clock: time_machine.Traveller
):
    rules.turn_to(ask, by=make.door(ask.unit), who=Turn.ASKER)
    clock.move_to(LATE)

    for rows, said in (
        (queries.rows(queries.mine(actor(lin)), by=actor(lin)), "等转介人补充，先不计时"),
        (queries.rows(queries.asked(actor(tang)), by=actor(tang)), "等您补充，先不计时"),
    ):
        (row,) = rows
        assert row.ruler
        assert (row.state, row.ruler.state, "late" in row.ruler.cells) == ("doing", "coming", False)
        assert row.ruler.words == said
    assert list(Loop.objects.late()) == []


def test_she_keeps_what_belongs_to_whom_she_stands_in_for(
    ask: Loop, lin: User, chen: User, station: Unit, actor: Acting
):
    today = times.today()
    Deputy.objects.create(user=lin.seat, deputy=chen.seat, since=today, until=today, unit=station)

    assert shown(actor(chen)) == [
        ("向秀芬，78岁：答复", "石溪社区居委会唐玉珍在等，代林晓", "还剩 3 个工作日", "open")
    ]


def test_a_line_waits_by_name_where_a_resident_asked(
    lin: User, station: Unit, xiang: Person, actor: Acting
):
    make.make_loop(lin, station, kind="service", asker_person=xiang)

    assert [line[:2] for line in shown(actor(lin))] == [("服务", "向秀芬在等")]


def test_names_are_masked_beyond_a_station(ask: Loop, hub: Unit, actor: Acting):
    user = access.make_user("hub", "总站督导")
    access.make_post(user, "hub", unit=hub)

    row = queries.row(ask, by=actor(user))

    assert row.title == "向＊芬，78岁：答复"


def test_a_kind_may_say_itself_what_it_is_about(lin: User, station: Unit, actor: Acting):
    kinds.add(
        "list", label="名单", url="loops:page", title=lambda loop: "石溪 80 岁以上名单",
        clocks=("answer",), says={"answer": "退回更正"},
    )  # fmt: skip
    make.make_loop(lin, station, kind="list")

    assert [line[0] for line in shown(actor(lin))] == ["石溪 80 岁以上名单：退回更正"]


@pytest.mark.parametrize("n", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    n: int, lin: User, station: Unit, committee: Organisation, actor: Acting,
    django_assert_num_queries: Any,
):  # fmt: skip
    """Lines, clocks, the persons' keys."""
    for i in range(n):
        person = residents.make_person(f"谭小{'甲乙丙'[i]}", station)
        ask = make.make_loop(lin, station, kind="ask", person=person, asker_org=committee)
        make.make_loop(
            lin, station, kind="service", person=person, parent=ask, step_words="陪诊", step_on=times.today()
        )  # fmt: skip
    by = actor(lin)

    with django_assert_num_queries(3):
        rows = queries.rows(queries.mine(by), by=by)

    assert len(rows) == n


def test_the_board_holds_every_owners_lines_of_this_reach_only(
    ask: Loop,
    service: Loop,
    chen: User,
    zheng: User,
    rival: Unit,
    he: User,
    room: Unit,
    actor: Acting,
):
    own = make.make_loop(chen, room, kind="service")
    make.make_loop(zheng, rival, kind="service")

    assert set(queries.board(actor(chen))) == {service, own}
    assert set(queries.board(actor(he))) == {own}


def test_the_board_narrows_and_sorts(
    ask: Loop, service: Loop, lin: User, chen: User, station: Unit, actor: Acting,
    clock: time_machine.Traveller,
):  # fmt: skip
    clock.move_to(LATE)
    young = make.make_loop(chen, station, kind="ask")
    by = actor(chen)

    def found(**how: Any) -> list[Loop]:
        return list(queries.boarded(by, **how))

    assert found() == [service, young]
    assert found(owner=chen.pk) == [young]
    assert found(kind="service") == [service]
    assert found(late=True) == [service]
    assert found(sort="opened") == [service, young]
    assert found(sort="owner") == [young, service]


def test_each_workers_load_is_the_number_of_her_lines(
    ask: Loop, service: Loop, lin: User, chen: User, he: User, station: Unit, actor: Acting,
    clock: time_machine.Traveller,
):  # fmt: skip
    gone = access.make_user("gone", "离岗")
    access.make_post(gone, "worker", unit=station, until=times.today() - timedelta(days=1))
    make.make_loop(gone, station, kind="service")
    clock.move_to(LATE)
    by = actor(chen)

    load = queries.load(by, queries.team(by))

    assert [(one.owner.name, one.open, one.late) for one in load] == [
        ("陈站", 0, 0), ("何川", 0, 0), ("离岗", 1, 0), ("林晓", 1, 1),
    ]  # fmt: skip
    for one in load:
        assert queries.boarded(by, owner=one.owner.pk).count() == one.open
        assert queries.boarded(by, owner=one.owner.pk, late=True).count() == one.late


def test_the_team_is_who_keeps_promises_here(
    lin: User, chen: User, he: User, tang: User, zheng: User, hub: Unit, actor: Acting, room: Unit,
    other_room: Unit,
):  # fmt: skip
    team = queries.team(actor(chen))

    here, there = (make.make_loop(chen, unit, kind="service") for unit in (room, other_room))
    assert [(m.user.name, m.may_keep(here), m.may_keep(there)) for m in team] == [
        ("陈站", True, True), ("何川", True, False), ("林晓", True, True),
    ]  # fmt: skip


def test_a_month_counts_from_its_first_midnight_in_beijing(
    lin: User, station: Unit, actor: Acting, clock: time_machine.Traveller
):
    clock.move_to("2026-02-28T23:59:59+08:00")
    make.make_answered(make.make_loop(lin, station, kind="service"), "好了")
    clock.move_to("2026-03-01T00:00:00+08:00")
    counted = make.make_answered(make.make_loop(lin, station, kind="service"), "好了")

    assert list(queries.answered_this_month(actor(lin))) == [counted]


def test_what_came_back_to_a_committee_newest_first(
    ask: Loop, lin: User, station: Unit, committee: Organisation, tang: User, sun: User, actor: Acting,
    clock: time_machine.Traveller,
):  # fmt: skip
    other = make.make_loop(lin, station, kind="ask", asker_org=committee)
    make.make_answered(ask, "好了")
    clock.shift(60)
    make.make_answered(other, "好了")

    assert list(queries.answered(actor(tang))) == [other, ask]
    assert list(queries.answered(actor(sun))) == []


def test_an_answered_line_looks_back(ask: Loop, lin: User, actor: Acting):
    make.make_answered(ask, "好了")

    row = queries.row(Loop.objects.get(pk=ask.pk), by=actor(lin))

    assert row.ruler
    assert (row.state, row.ruler.words) == ("done", "提前 3 个工作日答复")


def test_all_dates_of_one_matter(ask: Loop, service: Loop):
    assert [(m.code, r.words, r.why) for m, r in queries.clocks(ask)] == [
        ("answer", "还剩 3 个工作日", "答复：3 个工作日"),
        ("contact", "还剩 5 个工作日", "首次接触：5 个工作日"),
        ("note", "还剩 23 个工作日", "告诉本月进展：1 个月"),
    ]
    assert queries.clocks(service) == []


def test_while_the_turn_is_hers_each_side_reads_so_and_what_was_kept_stays_kept(ask: Loop):
    rules.progress(ask, by=make.door(ask.unit), code="answer")
    rules.turn_to(ask, by=make.door(ask.unit), who=Turn.ASKER)

    kept, ours = [r.words for _, r in queries.clocks(ask)][:2]
    hers = [r.words for _, r in queries.clocks(ask, hers=True)]

    assert ours == "等转介人补充，先不计时"
    assert hers == [kept, "等您补充，先不计时", "等您补充，先不计时"]
    assert kept == "提前 3 个工作日答复"


def test_the_whole_matter_from_any_of_its_parts(
    ask: Loop, service: Loop, lin: User, zhou: User, station: Unit, actor: Acting
):
    promise = rules.promise(by=actor(lin), words="送去", on=times.today(), parent=service)

    for part in (ask, service, promise):
        assert queries.tree(part, actor(lin)) == [ask, service, promise]
    assert queries.tree(promise, actor(zhou)) == [promise]


def test_a_year_nobody_entered_is_named(clock: time_machine.Traveller, db: None):
    for n, festival in enumerate(calendar.YEARLY):
        day = date(2026, 1, 1) + timedelta(days=n)
        Day.objects.create(date=day, working=False, name=festival, source="试")
    calendar.forget()

    assert queries.unentered_years() == []
    clock.move_to("2026-12-20T10:00:00+08:00")
    assert queries.unentered_years() == [2027]


def test_a_pass_opens_one_thread_for_a_while(
    ask: Loop, zhao: User, chen: User, actor: Acting, clock: time_machine.Traveller
):
    now = times.now()
    make.make_pass(ask, zhao, by=chen, since=now, until=now + timedelta(hours=1))

    assert list(Loop.objects.visible_to(actor(zhao))) == [ask]
    clock.shift(3600)
    assert list(Loop.objects.visible_to(actor(zhao))) == []
    assert Pass.objects.count() == 1
