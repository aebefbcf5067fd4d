"""A contract from draft to end: who writes it, what cannot be changed, and what the agency reaches by it."""

from datetime import date

import pytest
import time_machine

from huiyin.access.models import Reach
from huiyin.audit.models import Entry
from huiyin.contracts import countable, queries, rules
from huiyin.contracts.models import Contract
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for, make_organisation, make_post, make_user
from huiyin.demo.builders.contracts import make_contract

pytestmark = pytest.mark.django_db
SPRING = (date(2026, 1, 1), date(2026, 6, 30))
ONE = ("A01", "个案服务对象", "casework.persons", 200)


@pytest.fixture(autouse=True)
def _autumn():
    with time_machine.travel("2025-11-20 10:00+08:00"):
        yield


def prefixes(user):
    return actor_for(user).reach


def test_a_contract_is_drafted_by_whoever_buys_and_holds_what_was_agreed(
    mei, bureau, agency, station
):
    contract = make_contract(mei, agency, station, indicators=(ONE,), cap=2400, signed=False)

    sheet = queries.sheet(Contract.objects.visible_to(actor_for(mei)).get())
    assert (sheet.contract, sheet.stations, sheet.draft, sheet.running) == (
        contract,
        [station],
        True,
        False,
    )
    assert (contract.purchaser, contract.agency, sheet.yuan) == (bureau, agency, "400,000.00")
    assert [(i.code, i.measure, i.target, i.since, i.until) for i in sheet.indicators] == [
        ("A01", "casework.persons", 200, date(2025, 1, 1), date(2025, 12, 31))
    ]
    assert [(cap.klass, cap.hours) for cap in sheet.caps] == [("admin", 2400)]


def test_signing_gives_the_agency_the_stations_for_the_days_of_the_contract(
    mei, ming, agency, station
):
    assert prefixes(ming) == ()

    contract = make_contract(mei, agency, station)

    assert contract.state == "running"
    assert prefixes(ming) == ("500108006A",)
    with time_machine.travel("2025-12-31 23:00+08:00"):
        assert prefixes(ming) == ("500108006A",)
    with time_machine.travel("2026-01-01 00:30+08:00"):
        assert prefixes(ming) == ()


def test_a_contract_that_continues_keeps_what_the_agency_reaches(mei, ming, agency, station):
    first = make_contract(mei, agency, station)
    make_contract(mei, agency, station, since=SPRING[0], until=SPRING[1], continues=first)

    with time_machine.travel("2026-01-01 00:30+08:00"):
        assert prefixes(ming) == ("500108006A",)


def test_a_contract_cut_short_takes_back_what_the_agency_reaches(mei, ming, agency, station):
    contract = make_contract(mei, agency, station)

    rules.end(contract, by=actor_for(mei), until=date(2025, 11, 30))

    assert (contract.state, contract.until) == ("ended", date(2025, 11, 30))
    assert list(Reach.objects.filter(post__user=ming).values_list("until", flat=True)) == [
        date(2025, 11, 30)
    ]
    with time_machine.travel("2025-12-01 10:00+08:00"):
        assert prefixes(ming) == ()


def test_signing_and_ending_are_journalled(mei, agency, station):
    contract = make_contract(mei, agency, station)
    rules.end(contract, by=actor_for(mei), until=date(2025, 11, 30))

    written = Entry.objects.filter(target=contract.pk, within__isnull=True).order_by("at", "id")
    assert [entry.verb for entry in written] == [
        "contract.draft", "contract.serve", "contract.sign", "contract.end",
    ]  # fmt: skip
    inner = Entry.objects.filter(target=contract.pk, within__isnull=False).order_by("at", "id")
    assert [entry.verb for entry in inner] == ["contract.give_reach", "contract.take_reach"]


def test_two_contracts_out_of_one_pocket_do_not_serve_a_station_at_once(mei, agency, station):
    make_contract(mei, agency, station)

    with pytest.raises(Refused, match="同一种资金"):
        make_contract(mei, agency, station, since=date(2025, 12, 1), until=SPRING[1])

    other = make_contract(
        mei, agency, station, since=date(2025, 12, 1), until=SPRING[1], funding="lottery"
    )
    assert other.state == "running"


def test_one_pocket_serves_two_stations_and_the_year_after(mei, agency, station, sister):
    first = make_contract(mei, agency, station)
    second = make_contract(mei, agency, sister)
    third = make_contract(mei, agency, station, since=SPRING[0], until=SPRING[1], continues=first)

    assert {c.state for c in (first, second, third)} == {"running"}


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (rules.put_indicator, {"code": "A02", "name": "人次", "measure": "casework.persons", "target": 1}),
        (rules.put_cap, {"klass": "admin", "hours": 10}),
    ],
    ids=["indicator", "cap"],
)  # fmt: skip
def test_what_was_signed_stands_still(mei, agency, station, verb, given):
    contract = make_contract(mei, agency, station)

    with pytest.raises(Refused, match="签了就不能再改"):
        verb(contract, by=actor_for(mei), **given)


def test_a_signed_contract_takes_no_other_station(mei, agency, station, sister):
    contract = make_contract(mei, agency, station)

    with pytest.raises(Refused, match="签了就不能再改"):
        rules.serve(contract, by=actor_for(mei), unit=sister)


def test_it_is_signed_once_and_a_draft_is_not_ended(mei, agency, station):
    draft = make_contract(mei, agency, station, signed=False)
    with pytest.raises(Refused, match="不能提前结束"):
        rules.end(draft, by=actor_for(mei), until=date(2025, 11, 30))

    rules.sign(draft, by=actor_for(mei))

    with pytest.raises(Refused, match="不能签"):
        rules.sign(draft, by=actor_for(mei))


def test_a_contract_without_a_station_is_not_signed(mei, agency):
    with pytest.raises(Refused, match="服务哪个站"):
        make_contract(mei, agency)


@pytest.mark.parametrize(
    ("until", "words"),
    [(date(2026, 1, 1), "合同的日子里面"), (date(2025, 11, 19), "不能比今天早")],
    ids=["after it", "before today"],
)
def test_the_last_day_lies_in_the_contract_and_not_in_the_past(mei, agency, station, until, words):
    contract = make_contract(mei, agency, station)

    with pytest.raises(Refused, match=words):
        rules.end(contract, by=actor_for(mei), until=until)


def test_only_an_agency_is_contracted(mei, committee):
    with pytest.raises(Refused, match="不是承接机构"):
        make_contract(mei, committee)


def test_a_contract_does_not_end_before_it_starts(mei, agency):
    with pytest.raises(Refused, match="比开始还早"):
        make_contract(mei, agency, until=date(2024, 12, 31))


def test_a_contract_continues_an_earlier_one(mei, agency, station):
    first = make_contract(mei, agency, station)

    with pytest.raises(Refused, match="比这一份早"):
        make_contract(mei, agency, station, continues=first)


def test_only_open_stations_of_her_own_district_are_served(mei, agency, station, room, stranger):
    contract = make_contract(mei, agency, station, signed=False)

    for unit in (room, stranger):
        with pytest.raises(Refused, match="开着的街道社工站"):
            rules.serve(contract, by=actor_for(mei), unit=unit)
    with pytest.raises(Refused, match="已经在这份合同里"):
        rules.serve(contract, by=actor_for(mei), unit=station)


def test_what_cannot_be_counted_is_no_indicator(mei, agency, station):
    assert "casework.persons" in dict(countable.measures())
    with pytest.raises(Refused, match="数不出来"):
        make_contract(mei, agency, station, indicators=(("A01", "满意度", "hearts.won", 90),))


def test_a_code_and_a_capped_class_stand_once(mei, agency, station):
    contract = make_contract(mei, agency, station, indicators=(ONE,), cap=2400, signed=False)

    with pytest.raises(Refused, match="编号 A01 已经用了"):
        rules.put_indicator(
            contract,
            by=actor_for(mei),
            code="A01",
            name="人次",
            measure="casework.person_times",
            target=1,
        )
    with pytest.raises(Refused, match="已经有上限"):
        rules.put_cap(contract, by=actor_for(mei), klass="admin", hours=1)


def test_who_sees_a_contract(mei, bai, ming, luo, cast, agency, station):
    contract = make_contract(mei, agency, station)
    rival = make_user("hua", "华颖")
    make_post(
        rival,
        "agency",
        organisation=make_organisation("agency", "另一家", "500108"),
        reach=("500108006A",),
    )

    seen = {
        user.username: list(Contract.objects.visible_to(actor_for(user)))
        for user in (
            mei,
            ming,
            luo,
            cast.chen,
            bai,
            rival,
            cast.zhao,
            cast.zhou,
            cast.tang,
            cast.wu,
            cast.gao,
        )
    }
    assert {name for name, rows in seen.items() if rows == [contract]} == {
        "mei",
        "ming",
        "luo",
        "chen",
    }
    assert {name for name, rows in seen.items() if rows == []} == {
        "bai", "hua", "zhao", "zhou", "tang", "wu", "gao",
    }  # fmt: skip


def test_who_may_not_sign(mei, bai, ming, luo, chen, agency, station):
    contract = make_contract(mei, agency, station, signed=False)

    for user in (ming, luo, chen):
        with pytest.raises(NotAllowed):
            rules.sign(contract, by=actor_for(user))
    with pytest.raises(Unseen):
        rules.sign(contract, by=actor_for(bai))
