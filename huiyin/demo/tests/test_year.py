"""The counted year is drawn the same each time, adds up, and is played through the doors."""

import pytest
from django.db.models import F

from huiyin.audit.models import Entry
from huiyin.demo.seed import beside, district, plan, year
from huiyin.loops.models import Loop, Milestone
from huiyin.records.models import Record, RecordPerson

pytestmark = pytest.mark.django_db


def test_the_draw_adds_up_and_is_the_same_each_time():
    drawn = plan.clients()
    assert (len(drawn), sum(len(one.served) for one in drawn)) == (213, 1202)
    assert (sum(one.asked for one in drawn), sum(one.late for one in drawn)) == (92, 6)
    assert drawn == plan.clients()


def test_nobody_is_drawn_twice_and_everything_lies_within_the_year():
    drawn = plan.clients()
    assert len({one.name for one in drawn}) == 213
    assert {day.year for one in drawn for day in (one.began, *one.served)} == {2025}
    assert all(one.began < one.served[0] for one in drawn)


def test_a_year_of_four_people_ends_with_every_matter_closed_and_every_deed_counted(monkeypatch):
    drawn = plan.clients()
    few = [
        next(one for one in drawn if one.late),
        next(one for one in drawn if one.asked and not one.late and len(one.served) > 8),
        next(one for one in drawn if one.child and one.papers and not one.asked),
        next(one for one in drawn if one.number < year.WRONG),
    ]
    monkeypatch.setattr(plan, "clients", lambda: few)
    monkeypatch.setattr(beside, "HALL_DAYS", 1)
    told: list[str] = []

    year.play(district.build(), say=told.append)

    served = RecordPerson.objects.filter(record__state="kept", record__unit__code__gte="500108")
    void = sum(one.number < year.WRONG for one in few)
    assert served.count() == sum(len(one.served) for one in few)
    assert Record.objects.filter(state="void").count() == void
    assert Loop.objects.open().count() == 0
    late = Milestone.objects.filter(code="answer", loop__kind="referral", met_at__gt=F("due_at"))
    assert late.count() == sum(one.late for one in few)
    assert Entry.objects.filter(verb="record.write", at__year=2025).exists()
