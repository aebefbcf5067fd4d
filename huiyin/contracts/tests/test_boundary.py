"""What can be referred is read before it is asked."""

import pytest

from huiyin.contracts import queries
from huiyin.contracts.defaults import FIRST, ROWS
from huiyin.core.actor import ANONYMOUS
from huiyin.demo.builders.access import actor_for, make_organisation, make_unit
from huiyin.demo.builders.contracts import make_matter

THE_SIX = {  # domain.md 1.4, as written in the text of 2014
    "jobs": "assist",
    "petition": "assist",
    "order": "assist",
    "relief": "can",
    "commons": "can",
    "errand": "negotiate",
}


def test_the_six_matters_of_the_text_stand_as_it_says(db):
    assert {
        row.matter: row.verdict for row in ROWS if row.basis.startswith("购买方访谈")
    } == THE_SIX


def test_every_no_says_where_to_go(db):
    nos = [row for row in ROWS if row.verdict == "cannot"]
    assert [row.matter for row in nos if not row.addressee] == []
    assert len(nos) == 4


def test_a_new_house_has_every_row_in_the_order_of_the_form(station, tang):
    rows = queries.boundary(actor_for(tang), station=station.code)
    assert [row.matter for row in rows] == [row.matter for row in ROWS]
    assert [row.name for row in rows][:FIRST] == [
        "老人照护", "家庭关系", "情绪低落", "儿童照料", "劳动就业", "申请救助", "信访上访", "其他",
    ]  # fmt: skip


def test_a_committee_asks_the_station_of_its_street_first_the_one_with_a_room_there(
    station, rival, sister, tang, room
):
    assert queries.stations(actor_for(tang)) == [station, rival]


def test_the_second_operator_comes_first_where_it_runs_the_room(station, rival, tang):

    make_unit("500108006B012", "石溪社区社工室（二站）")
    assert queries.stations(actor_for(tang)) == [rival, station]


def test_a_body_of_the_district_may_ask_any_station_of_it(station, sister, stranger, db):
    bureau = make_organisation("department", "区残联", "500108")
    assert queries.stations_of(bureau, actor_for(station.receiver.user)) == [station, sister]


def test_a_body_without_an_area_has_no_station(station):
    body = make_organisation("department", "未登记", "500108")
    body.area = None
    assert queries.stations_of(body, actor_for(station.receiver.user)) == []


def test_a_stranger_without_a_post_has_no_station(station):
    assert queries.stations(ANONYMOUS) == []


def test_a_worker_of_a_room_asks_her_own_station(station, he):
    assert queries.stations(actor_for(he)) == [station]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chen", 200),
        ("lin", 200),
        ("zhou", 200),
        ("tang", 200),
        ("wu", 200),
        ("gao", 403),
        ("shen", 403),
    ],
)
def test_who_may_read_the_boundary(client, cast, who, status):
    row = make_matter()
    client.force_login(getattr(cast, who))

    assert client.get("/boundary").status_code == status
    assert client.get(f"/boundary/{row.pk}/history").status_code == status
