"""The station alone learns that a named person may be one it knows."""

from datetime import date

import pytest

from huiyin.demo.builders import residents as make
from huiyin.residents import queries
from huiyin.residents.tests.conftest import NUMBER


@pytest.fixture
def named(station, xiang):
    return make.make_person("向秀芬", station, number=NUMBER, phone="13800002607", claimed=True)


def told(person, actor):
    return [(m.person, m.score, m.reasons) for m in queries.matches(person, actor)]


def test_a_number_decides(actor, lin, named, xiang):
    assert told(named, actor(lin)) == [
        (xiang, 100, ("证号相同", "姓名相同", "出生日期相同", "电话相同"))
    ]


def test_without_a_number_name_and_birthday_weigh_more_than_a_name(actor, lin, station):
    born = date(1948, 3, 2)
    named = make.make_person("谭秀", station, birth_on=born, claimed=True)
    twin = make.make_person("谭秀", station, birth_on=born)
    namesake = make.make_person("谭秀", station)

    assert told(named, actor(lin)) == [
        (twin, 80, ("姓名相同", "出生日期相同")),
        (namesake, 40, ("姓名相同",)),
    ]


def test_a_file_of_another_station_of_the_district_is_named_and_of_another_district_not(
    actor, lin, station, sister, stranger
):
    named = make.make_person("谭秀", station, claimed=True)
    there = make.make_person("谭秀", sister)
    make.make_person("谭秀", stranger)

    assert [m.person for m in queries.matches(named, actor(lin))] == [there]
    assert queries.shown_name(there, actor(lin)) == "谭＊"


@pytest.mark.parametrize("who", ["tang", "wu", "zhao", "zhou", "gao", "an", "shen"])
def test_nobody_else_is_told(request, actor, named, who):
    assert queries.matches(named, actor(request.getfixturevalue(who))) == []


def test_matching_costs_the_same_for_one_and_for_three(
    actor, lin, station, django_assert_num_queries
):
    by, named = actor(lin), make.make_person("谭秀", station, claimed=True)
    for more in (1, 2):
        for _ in range(more):
            make.make_person("谭秀", station)
        with django_assert_num_queries(3):
            queries.matches(named, by)
