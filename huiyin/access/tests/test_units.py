"""Units and organisations: a code says where and what, once and for ever."""

import pytest

from huiyin.access import queries
from huiyin.access.models import Organisation, Unit
from huiyin.access.rules import units
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make


@pytest.fixture
def street(hub, gao):
    return make.make_area("500108008", "涂山镇")


def open_unit(gao, code, **more):
    return units.open_unit(by=actor(gao), code=code, name="新的一个", **more)


def test_hub_station_and_room_lie_where_their_code_says(gao, lin, street):
    make.make_area("500108008005", "莲花村社区")
    make.make_area("500112", "渝北区")

    made = [open_unit(gao, "500112"), open_unit(gao, "500108008A", receiver=lin)]
    made.append(open_unit(gao, "500108008A005"))

    assert [(u.level, u.area_id) for u in made] == [
        ("hub", "500112"), ("station", "500108008"), ("room", "500108008005"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("500108008", "代码不对"),  # a street is no unit
        ("5001080080", "代码不对"),  # a digit where the letter belongs
        ("500108008a", "代码不对"),
        ("500108008AX05", "代码不对"),
        ("50010８", "代码不对"),
        ("500108009A", "统计用区划代码里没有 500108009"),
        ("500108008B005", "没有代码是 500108008B 的社工站"),
        ("500108006A", "已经有了"),
        ("500108008A", "要有一位接收人"),
    ],
)
def test_a_code_that_is_not_right_is_said(gao, station, street, code, words):
    with pytest.raises(Refused, match=words):
        open_unit(gao, code)


def test_who_has_left_receives_nothing(gao, lin, street):
    lin.seat.delete()

    with pytest.raises(Refused, match="林晓的账号已经关了"):
        open_unit(gao, "500108008A", receiver=lin)


def test_the_page_takes_the_code_as_it_is_typed(gao, lin, street):
    told = {"code": "500108008 ａ", "name": "涂山镇社工站", "receiver": "LIN", "act": uuid7()}

    assert at_desk(gao).post("/units/new", told).url == "/units"
    assert Unit.objects.get(code="500108008A").receiver_id == lin.pk


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(gao, street):
    told = {"code": "500108008A", "name": "涂山镇社工站", "receiver": "nobody", "act": uuid7()}

    answer = at_desk(gao).post("/units/new", told)
    assert answer.status_code == 422
    assert "没有用户名是 nobody 的账号" in answer.content.decode()

    refused = at_desk(gao).post("/units/new", told | {"receiver": ""})
    assert refused.status_code == 409
    assert "要有一位接收人" in refused.content.decode()
    assert 'value="涂山镇社工站"' in refused.content.decode()


def test_a_station_gets_another_receiver_but_never_none(gao, station, lin):
    desk = at_desk(gao)

    desk.post("/units/500108006A/edit", {"name": station.name, "receiver": "lin", "act": uuid7()})
    station.refresh_from_db()
    assert station.receiver_id == lin.pk

    answer = desk.post("/units/500108006A/edit", {"name": "x", "receiver": "", "act": uuid7()})
    assert answer.status_code == 409


def test_organisations_are_registered_once(gao, hub):
    make.make_area("500108006014", "东坪社区")
    told = {"kind": "committee", "name": "东坪社区居委会", "area": "500108006014", "act": uuid7()}
    desk = at_desk(gao)

    assert desk.post("/organisations/new", told).url == "/units"
    assert desk.post("/organisations/new", told).url == "/units"  # the same act answers the same
    again = desk.post("/organisations/new", told | {"act": uuid7()})

    assert again.status_code == 409
    assert Organisation.objects.filter(name="东坪社区居委会").count() == 1


def test_a_credit_code_is_checked(gao, committee):
    answer = at_desk(gao).post(
        f"/organisations/{committee.pk}/edit",
        {"name": committee.name, "credit_code": "91500108MA5U8XXXXX", "act": uuid7()},
    )

    assert answer.status_code == 422
    assert "校验位对不上" in answer.content.decode()


def test_an_organisation_changes_its_name(gao, committee):
    units.edit_organisation(committee, by=actor(gao), name="石溪社区居民委员会")

    assert Organisation.objects.get(pk=committee.pk).name == "石溪社区居民委员会"


def test_an_area_that_is_none_is_said(gao):
    told = {"kind": "street", "name": "某街道", "area": "999999999", "act": uuid7()}

    answer = at_desk(gao).post("/organisations/new", told)
    assert "统计用区划代码里没有 999999999" in answer.content.decode()


def test_both_are_found(gao, station, committee, other_committee):
    assert [u.code for u in queries.units(actor(gao), q="弹子石")] == ["500108006A"]
    page = queries.organisations(actor(gao), q="石溪", kind="committee")
    assert [o.name for o in page.rows] == ["石溪社区居委会"]
    assert at_desk(gao).get("/units?q=弹子石&kind=street").status_code == 200
