from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from huiyin.access import actors
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import residents as make
from huiyin.residents import rules
from huiyin.residents.models import Care, Person

CAUSE = uuid7()


def held(user):
    return list(Care.objects.standing().filter(user=user).values_list("person", "grade", "why"))


def test_a_worker_beyond_reach_sees_whom_she_cares_for_and_nobody_else(
    inside, actor, zheng, station, xiang
):
    make.make_person("谭勇", station)
    assert list(Person.objects.visible_to(actor(zheng))) == []

    rules.begin_care(xiang, by=inside(zheng), user=zheng, why="受理转介", cause=CAUSE)

    assert list(Person.objects.visible_to(actor(zheng))) == [xiang]


def test_a_care_begun_twice_is_one_row_with_the_later_grade(inside, lin, xiang):
    for grade in ("reader", "carer"):
        rules.begin_care(xiang, by=inside(lin), user=lin, grade=grade, why="受理转介", cause=CAUSE)

    assert held(lin) == [(xiang.pk, "carer", "受理转介")]


def test_a_care_ends_with_its_cause_and_only_then(inside, lin, xiang):
    other = uuid7()
    for cause in (CAUSE, other):
        rules.begin_care(xiang, by=inside(lin), user=lin, why="受理转介", cause=cause)

    rules.end_care(xiang, by=inside(lin), cause=CAUSE)

    assert list(Care.objects.standing().values_list("cause", flat=True)) == [other]


def test_one_holder_leaves_while_the_other_stays(inside, lin, chen, xiang):
    for user in (lin, chen):
        rules.begin_care(xiang, by=inside(lin), user=user, why="受理转介", cause=CAUSE)

    rules.end_care(xiang, by=inside(lin), cause=CAUSE, user=lin)

    assert (held(lin), held(chen)) == ([], [(xiang.pk, "carer", "受理转介")])


def test_handing_over_moves_the_care(inside, lin, chen, xiang):
    rules.begin_care(xiang, by=inside(lin), user=lin, why="受理转介", cause=CAUSE)

    rules.pass_on_care(xiang, by=inside(lin), giver=lin, taker=chen, cause=CAUSE)

    assert (held(lin), held(chen)) == ([], [(xiang.pk, "carer", "受理转介")])


def test_a_dated_care_is_over_the_day_after(inside, actor, zheng, xiang):
    last = clock.today() + timedelta(days=1)
    rules.begin_care(xiang, by=inside(zheng), user=zheng, why="临时帮忙", until=last)
    seen = []
    for day in (last, last + timedelta(days=1)):
        with time_machine.travel(clock.at(day, "12:00"), tick=False):
            seen.append(list(Person.objects.visible_to(actor(zheng))))

    assert seen == [[xiang], []]


def test_more_than_a_list_of_literals_holds_is_refused(inside, lin, station, xiang, monkeypatch):
    monkeypatch.setattr(actors, "MOST", 1)
    rules.begin_care(xiang, by=inside(lin), user=lin, why="受理转介")

    with pytest.raises(Refused, match="林晓名下已有 1 位居民"):
        rules.begin_care(
            make.make_person("谭勇", station), by=inside(lin), user=lin, why="受理转介"
        )


def test_a_care_has_exactly_one_holder(xiang, lin, station):
    for holder in ({}, {"user": lin, "unit": station}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Care.objects.create(person=xiang, why="受理转介", **holder)


def test_a_post_without_a_unit_reaches_nobody_by_care(committee, xiang):
    user = access.make_user("yu", "余青")
    access.make_post(user, "worker", organisation=committee)
    make.make_care(xiang, user=user)

    assert access.actor_for(user).people == frozenset()
