"""Every change of what is counted leaves a touch: of the cell it left, and of the cell it came to."""

from datetime import timedelta

import pytest

from huiyin.audit.counted import lane_of, touch
from huiyin.audit.models import LANES, Touch
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.demo.builders.access import actor_for, make_post, make_unit, make_user
from huiyin.demo.builders.loops import door, make_loop
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.loops import rules as loops
from huiyin.records import rules as records

pytestmark = pytest.mark.django_db
MONTH = clock.today().replace(day=1)


@pytest.fixture
def station():
    return make_unit("500108006A", "弹子石街道社工站", receiver=make_user("lead", "罗倩"))


@pytest.fixture
def worker(station):
    user = make_user("worker", "周敏")
    make_post(user, "worker", unit=station)
    return user


def cells(table):
    return set(Touch.objects.filter(table=table).values_list("unit", "month", "row"))


def test_a_deed_touches_the_month_it_was_done_in(worker, station):
    last = clock.now().replace(day=1) - timedelta(days=1)
    make_record(worker, make_person("向素芬", station), at=last)
    month = clock.local(last).date().replace(day=1)
    assert cells("records_record") == {("500108006A", month, None)}


def test_a_voided_deed_touches_its_month_again(worker, station):
    record = make_record(worker, make_person("向素芬", station))
    Touch.objects.all().delete()
    records.void(record, by=actor_for(worker), why="记错了人")
    assert cells("records_record") == {("500108006A", MONTH, None)}


def test_a_refused_change_touches_nothing(worker, station):
    record = make_record(worker, make_person("向素芬", station))
    Touch.objects.all().delete()
    with pytest.raises(Refused):
        records.correct(record, by=actor_for(worker), version=7, note="")
    assert Touch.objects.count() == 0


def test_a_clock_that_moves_touches_both_its_months(worker, station):
    loop = make_loop(worker, station)
    Touch.objects.all().delete()
    for days in (0, 70):
        when = clock.now() + timedelta(days=days)
        loops.set_clock(loop, by=door(station), code="promise", due_at=when)
    later = clock.local(clock.now() + timedelta(days=70)).date().replace(day=1)
    assert cells("loops_milestone") == {("500108006A", MONTH, None), ("500108006A", later, None)}


def test_a_promise_that_ends_touches_the_month_it_began_and_the_month_it_ends(worker, station):
    with clock.as_of(clock.now() - timedelta(days=70)):
        loop = make_loop(worker, station)
        begun = clock.today().replace(day=1)
    Touch.objects.all().delete()
    loops.answer(loop, by=door(station), words="办好了。")
    assert cells("loops_loop") == {("500108006A", begun, None), ("500108006A", MONTH, None)}


def test_cells_of_one_district_are_always_in_one_lane():
    assert {lane_of(f"5001080{n:02}A") for n in range(100)} == {lane_of("500108")}
    assert {lane_of(f"5001{n:02}001A") for n in range(100)} == set(range(LANES))


def test_what_is_counted_is_touched_within_a_door_only(station):
    loop = make_loop(make_user("worker", "周敏"), station)
    with pytest.raises(RuntimeError):
        touch(loop)
