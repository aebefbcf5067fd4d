"""The tree of places: whole, in shape, and named as people name it."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.places import loading, queries
from huiyin.places.models import Area, AreaChange, Level

ANYONE = Actor()
ROWS = 44_703


def make_area(code: str, name: str = "某地", **more: object) -> Area:
    above = max((n for n in Level.values if n < len(code)), default=0)
    return Area.objects.create(
        code=code, name=name, level=len(code), parent_id=code[:above] or None, **more
    )


@pytest.fixture
def street(db) -> Area:
    for code, name in [("50", "重庆市"), ("5001", "市辖区"), ("500108", "南岸区")]:
        make_area(code, name)
    return make_area("500108006", "弹子石街道")


NAMED = {
    "50": "重庆市",
    "5001": "重庆市",
    "500108": "重庆市南岸区",
    "500108006": "重庆市南岸区弹子石街道",
    "500229001": "重庆市城口县葛城街道",
    "441900003": "广东省东莞市东城街道",
    "460202198": "海南省三亚市海棠区",
    "469001100": "海南省五指山市通什镇",
}


def test_the_country_loads_once_and_each_place_is_named_as_people_name_it(db):
    assert (loading.areas(), loading.areas()) == (ROWS, 0)

    levels = Counter(Area.objects.values_list("level", flat=True))
    assert levels == {2: 31, 4: 342, 6: 2978, 9: 41352}
    assert {a.code: a.full_name() for a in Area.objects.filter(code__in=NAMED)} == NAMED
    streets = Area.objects.filter(under("code", "500108"), level=Level.STREET).order_by("code")
    assert [a.name for a in streets] == [
        "铜元局街道", "花园路街道", "南坪街道", "海棠溪街道", "龙门浩街道", "弹子石街道", "南山街道", "天文街道",
        "南坪镇", "涂山镇", "鸡冠石镇", "峡口镇", "长生桥镇", "迎龙镇", "广阳镇",
    ]  # fmt: skip


def test_a_full_name_costs_one_query(street, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert street.full_name() == "重庆市南岸区弹子石街道"


def test_loading_keeps_a_name_that_was_mended_here(street):
    Area.objects.filter(code="500108006").update(name="弹子石新街道")
    make_area("500108006012", "石溪社区")

    assert loading.areas() == ROWS - 4
    assert Area.objects.get(code="500108006").name == "弹子石新街道"
    assert Area.objects.count() == ROWS + 1


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_areas")
    call_command("load_areas")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("区划 44703 条，日历 108 天，")
    assert second.startswith("区划 0 条，日历 0 天，")


@pytest.mark.parametrize(
    "shape",
    [
        {"code": "500108007", "level": 6, "parent_id": "500108"},
        {"code": "5001080", "level": 7, "parent_id": "500108"},
        {"code": "500112", "level": 6, "parent_id": "50"},
        {"code": "500108007", "level": 9, "parent_id": None},
        {"code": "51", "level": 2, "parent_id": "50"},
        {
            "code": "500108007", "level": 9, "parent_id": "500108",
            "since": date(2024, 1, 1), "until": date(2024, 1, 1),
        },
    ],
    ids=["level", "length", "grandparent", "orphan", "province", "dates"],
)  # fmt: skip
def test_the_tree_keeps_its_shape(street, shape):
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(name="某地", **shape)


def test_a_place_answers_for_the_codes_it_succeeded(street):
    town, village = make_area("500108101"), make_area("500108102")
    make_change(village, town, date(2024, 3, 1), "merged")
    make_change(town, street, date(2025, 3, 1), "merged")

    assert queries.codes_of(ANYONE, "500108006", date(2025, 3, 1)) == {
        "500108006", "500108101", "500108102",
    }  # fmt: skip
    assert queries.codes_of(ANYONE, "500108006", date(2025, 2, 28)) == {"500108006"}
    assert queries.codes_of(ANYONE, "500108101", date(2025, 3, 1)) == {"500108101", "500108102"}


def test_the_parts_of_a_split_place_do_not_both_count_its_rows(street):
    for code in ("500108101", "500108102"):
        make_change(street, make_area(code), date(2025, 3, 1), "split")

    assert queries.codes_of(ANYONE, "500108101", date(2025, 4, 1)) == {"500108101"}


def test_a_place_that_was_renamed_back_is_still_itself(street):
    other = make_area("500108101")
    make_change(street, other, date(2024, 3, 1), "renamed")
    make_change(other, street, date(2025, 3, 1), "renamed")

    assert queries.codes_of(ANYONE, "500108006", date(2025, 4, 1)) == {"500108006", "500108101"}


def test_a_place_does_not_become_itself(street):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_change(street, street, date(2025, 3, 1), "renamed")


def make_change(old: Area, new: Area, on: date, kind: str) -> AreaChange:
    return AreaChange.objects.create(old=old, new=new, on=on, kind=kind)
