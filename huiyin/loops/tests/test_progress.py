from collections.abc import Callable

import time_machine

from huiyin.access.models import Unit, User
from huiyin.core import clock
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.ids import uuid7
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, queries, rules
from huiyin.loops.models import Loop


def met(loop: Loop) -> list[tuple[str, int, bool]]:
    found = loop.milestones.order_by("code", "n")
    return [(m.code, m.n, m.met_at is not None) for m in found]


def test_a_deed_on_the_service_meets_the_clock_of_the_ask_above_it(ask: Loop, service: Loop):
    record = uuid7()

    rules.progress(service, by=make.door(service.unit), code="contact", evidence=record)

    assert met(ask) == [("answer", 1, False), ("contact", 1, True), ("note", 1, False)]
    stone = ask.milestones.get(code="contact")
    assert (stone.met_at, stone.evidence, stone.unit) == (clock.now(), record, ask.unit)
    assert met(service) == []


def test_the_first_contact_is_told_to_who_waits_and_only_once(ask: Loop, service: Loop):
    by = make.door(service.unit)

    rules.progress(service, by=by, code="contact")
    rules.progress(service, by=by, code="contact")

    assert [(e.kind, e.status, e.words) for e in heard.heard(ask, by=ANONYMOUS)] == [
        ("contact", "社工已经和居民见面或通话。", "")
    ]
    assert heard.heard(service, by=ANONYMOUS) == []


def test_a_monthly_note_begins_again_a_month_after_it_was_given(
    ask: Loop, clock: time_machine.Traveller
):
    clock.move_to("2026-04-01T10:00:00+08:00")

    rules.progress(ask, by=make.door(ask.unit), code="note")

    assert met(ask)[2:] == [("note", 1, True), ("note", 2, False)]
    again = ask.milestones.get(code="note", n=2)
    assert again.due_at.isoformat() == "2026-05-01T09:30:00+00:00"


def test_an_ask_that_is_answered_already_stays_as_it_was(ask: Loop, service: Loop):
    make.make_answered(ask, "已安排送餐。")
    before = met(ask)

    rules.progress(service, by=make.door(service.unit), code="note")

    assert met(ask) == before


def test_the_day_shows_what_is_next_after_each(
    ask: Loop, lin: User, actor: Callable[[User], Actor]
):
    titles = []
    for code in ("", "answer", "contact"):
        if code:
            rules.progress(ask, by=make.door(ask.unit), code=code)
        (row,) = queries.rows(queries.mine(actor(lin)), by=actor(lin))
        titles.append((row.title, row.ruler and row.ruler.words))

    assert titles == [
        ("向秀芬，78岁：答复", "还剩 3 个工作日"),
        ("向秀芬，78岁：首次接触", "还剩 5 个工作日"),
        ("向秀芬，78岁：告诉本月进展", "还剩 23 个工作日"),
    ]


def test_a_clock_set_twice_is_moved_and_not_doubled(lin: User, station: Unit):
    loop = make.make_loop(lin, station, kind="service")
    by = make.door(station)
    first, second = clock.at(clock.today(), "12:00"), clock.at(clock.today(), "15:00")

    rules.set_clock(loop, by=by, code="feedback", due_at=first)
    rules.set_clock(loop, by=by, code="feedback", due_at=second)

    assert [(m.code, m.n, m.due_at) for m in loop.milestones.all()] == [("feedback", 1, second)]
