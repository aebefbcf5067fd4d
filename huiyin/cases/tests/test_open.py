"""A case is opened once for a person at a station, with a number of its own."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.audit.models import Entry
from huiyin.cases import rules
from huiyin.cases.models import Case
from huiyin.core import clock
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.residents import make_person
from huiyin.loops.models import Loop


def opened(by, person, unit, owner):
    return rules.open(by=actor_for(by), person=person, owner=owner, unit=unit, source="self")


def test_it_has_its_loops_key_an_owner_and_the_districts_number(lin, station, xiang):
    case = opened(lin, xiang, station, lin)

    assert (case.pk, case.loop.kind, case.loop.owner, case.loop.person) == (
        case.loop_id,
        "case",
        lin,
        xiang,
    )
    assert (case.district, case.number, case.stage) == (
        "500108",
        f"D-{clock.today().year}-001",
        "intake",
    )
    assert Entry.objects.filter(verb="case.open", target=case.pk).count() == 1


def test_numbers_go_on_within_a_district_and_begin_anew_in_another(lin, station, zhou, stranger):
    numbers = [opened(lin, make_person(n, station), station, lin).number for n in ("甲", "乙")]
    other = opened(zhou, make_person("丙", stranger), stranger, zhou)

    year = clock.today().year
    assert (numbers, other.number) == ([f"D-{year}-001", f"D-{year}-002"], f"D-{year}-001")


def test_a_number_taken_in_the_same_moment_is_counted_on(lin, station, xiang):
    first = opened(lin, make_person("甲", station), station, lin)
    Case.objects.filter(pk=first.pk).update(number=f"D-{clock.today().year}-002")

    assert opened(lin, xiang, station, lin).number == f"D-{clock.today().year}-003"


def test_where_no_number_is_left_to_take_it_says_so(lin, station, xiang):
    year = clock.today().year
    cases = [opened(lin, make_person(f"居民{n}", station), station, lin) for n in range(20)]
    for n, case in enumerate(reversed(cases)):
        Case.objects.filter(pk=case.pk).update(number=f"D-{year}-{40 - n:03}")

    with pytest.raises(Refused, match="个案编号一时取不到"):
        opened(lin, xiang, station, lin)
    assert Loop.objects.filter(person=xiang).count() == 0


def test_the_table_holds_the_number_once(lin, station, xiang, case):
    other = opened(lin, make_person("甲", station), station, lin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(number=case.number)


def test_a_second_open_case_at_the_station_is_refused(chen, station, xiang, case):
    with pytest.raises(Refused, match="已经有一个个案在办"):
        opened(chen, xiang, station, chen)


def test_after_a_closing_she_may_come_again(lin, station, xiang):
    make_case(lin, station, xiang, stage="closed")

    assert opened(lin, xiang, station, lin).number == f"D-{clock.today().year}-002"


@pytest.mark.parametrize(
    ("who", "error"),
    [("zheng", Unseen), ("zhou", Unseen), ("tang", NotAllowed), ("gao", NotAllowed)],
)
def test_a_stranger_opens_none(request, lin, station, xiang, who, error):
    with pytest.raises(error):
        opened(request.getfixturevalue(who), xiang, station, lin)
