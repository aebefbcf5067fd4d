"""`due_at` is always the nearest running clock or step, whatever was done in whatever order."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from huiyin.access.models import Unit, User
from huiyin.core import clock
from huiyin.demo.builders import loops as make
from huiyin.loops import rules
from huiyin.loops.models import Loop, State
from huiyin.places import calendar

DAYS = some.integers(0, 40)
CODES = some.sampled_from(["answer", "contact", "note", "feedback"])
DEEDS = some.one_of(
    some.tuples(some.just("start"), CODES, DAYS),
    some.tuples(some.just("set"), CODES, DAYS),
    some.tuples(some.just("met"), CODES, DAYS),
    some.tuples(some.just("step"), CODES, DAYS),
    some.tuples(some.just("answer"), CODES, DAYS),
    some.tuples(some.just("reopen"), CODES, DAYS),
)


def do(loop: Loop, deed: str, code: str, days: int) -> None:
    by = make.door(loop.unit)
    on = clock.now() + timedelta(days=days)
    if deed == "reopen" and loop.state == State.ANSWERED:
        rules.reopen(loop, by=by)
    elif loop.state != State.OPEN:
        return
    elif deed == "start":
        rules.start_clock(loop, by=by, code=code, due_at=on)
    elif deed == "set":
        rules.set_clock(loop, by=by, code=code, due_at=on)
    elif deed == "met":
        rules.progress(loop, by=by, code=code)
    elif deed == "answer":
        rules.answer(loop, by=by, words="好了")
    else:
        owner = make.standing_in(loop.owner, loop.unit)
        rules.step(loop, by=owner, words="下一步", on=clock.local(on).date())


def nearest(loop: Loop) -> datetime | None:
    dates = [m.due_at for m in loop.milestones.all() if m.met_at is None]
    if loop.step_on:
        dates.append(clock.at(loop.step_on, calendar.CLOSES))
    return min(dates, default=None)


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=some.lists(DEEDS, max_size=8))
def test_due_is_the_nearest_of_clocks_and_step(
    lin: User, station: Unit, deeds: list[tuple[str, str, int]]
):
    loop = make.make_loop(lin, station, kind="ask")

    for deed in deeds:
        do(loop, *deed)
        loop.refresh_from_db()
        assert loop.due_at == nearest(loop)
