"""A year of a small district, with everything that must not count beside what must."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from huiyin.access.models import Organisation, Unit, User
from huiyin.core import clock
from huiyin.demo.builders.access import (
    actor_for,
    make_area,
    make_organisation,
    make_post,
    make_user,
)
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_care, make_person
from huiyin.records import rules as records
from huiyin.records.models import RecordPerson

YEAR: dict[str, Any] = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}


def at(month: int, day: int, hour: str = "10:00") -> datetime:
    return clock.at(date(2025, month, day), hour)


@pytest.fixture
def luo(hub: Unit) -> User:
    """罗: supervises the district from the hub."""
    user = make_user("luo", "罗倩")
    make_post(user, "hub", unit=hub)
    return user


@pytest.fixture
def ming(db: None) -> User:
    """明: manages the agency that runs the first station."""
    agency = make_organisation("agency", "明心社会工作服务中心", "500108")
    user = make_user("ming", "明芳")
    make_post(user, "agency", organisation=agency, reach=("500108006A",))
    return user


@pytest.fixture
def mei(db: None) -> User:
    """梅: buys the district's services."""
    body = make_organisation("purchaser", "南岸区民政局", "500108")
    user = make_user("mei", "梅红")
    make_post(user, "purchaser", organisation=body, reach=("500108",))
    return user


@pytest.fixture
def district(
    lin: User, he: User, zhao: User, zhou: User, station: Unit, room: Unit, sister: Unit, stranger: Unit,
    committee: Organisation,
) -> SimpleNamespace:  # fmt: skip
    """林 of the station, 何 of its room, 赵 of the sister station, 周 of another district, and what they did."""
    shixi, wangjiang = make_area("500108006012", "石溪社区"), make_area("500108006013", "望江社区")
    with clock.as_of(at(1, 6)):
        xiang = make_person("向素芬", station, community=shixi)
        chen = make_person("陈德明", room, community=wangjiang)
        cao = make_person("曹云", sister)
        yang = make_person("杨帆", stranger)
        case = make_case(lin, station, xiang)
        make_care(xiang, user=zhao)
    kept = [
        make_record(lin, xiang, thread=case.loop, at=at(1, 8), minutes=60),
        make_record(lin, xiang, thread=case.loop, at=at(2, 10), minutes=45, helpers=(he,)),
        make_record(lin, xiang, chen, at=at(2, 11), minutes=30, klass="admin", community=shixi),
        make_record(he, chen, at=at(2, 28, "23:30"), minutes=20, heads=3, community=wangjiang),
        make_record(
            he, heads=12, at=at(3, 1, "00:10"), minutes=90, kind="group", klass="emergency"
        ),
        make_record(zhao, cao, xiang, at=at(12, 31, "23:59"), minutes=40),
    ]
    make_record(zhou, yang, at=at(2, 10), minutes=500)
    make_record(lin, at=at(2, 12), minutes=120, kind="meeting", klass="internal")
    void = make_record(lin, xiang, at=at(2, 13), minutes=70)
    records.void(void, by=actor_for(lin), why="记错了人")
    RecordPerson.objects.create(record=kept[0], person=chen, part="about", at=kept[0].at)
    return SimpleNamespace(**locals())
