"""A contract's indicators: promised beside done, what is short in its own word, one number opened beside."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access.models import Organisation
from huiyin.contracts.models import Cap, Indicator
from huiyin.demo.builders.access import actor_for, make_organisation, make_post, make_user
from huiyin.demo.builders.contracts import make_contract
from huiyin.insight import contract as contracts
from huiyin.insight import measures

pytestmark = pytest.mark.django_db
HOURS = ("A01", "服务工时", "service.hours", 4)
PEOPLE = ("A02", "服务居民", "service.persons", 5)
ANSWERS = ("A03", "转介按时答复", "referrals.answered_in_time", 95)


@pytest.fixture(autouse=True)
def _next_year():
    with time_machine.travel("2026-02-10 10:00+08:00"):
        yield


@pytest.fixture
def agency(ming) -> Organisation:
    return Organisation.objects.get(kind="agency")


def bought(mei, agency, *units, **more):
    return make_contract(mei, agency, *units, **more)


def test_a_lead_reads_what_is_done_and_what_is_short(district, mei, agency, chen):
    contract = bought(mei, agency, district.station, indicators=(HOURS, PEOPLE, ANSWERS), cap=2)

    page = contracts.page(actor_for(chen), contract)

    assert [(g.indicator.code, g.word, g.done, g.bar) for g in page.goals] == [
        ("A01", "达到", "4.8", 96.7), ("A02", "差 3 人", "2", 32.0), ("A03", "还没有到期的", "0.0%", 0.0),
    ]  # fmt: skip
    assert page.title == ["3 项指标", "1 项达到", "1 项差 3 人"]
    assert [(m.hours, m.used, m.word, m.calm, m.beyond) for m in page.meters] == [
        (0.5, 25, "", 25.0, -55.0)
    ]


def test_a_purchaser_reads_the_same_page_with_small_numbers_hidden(client, district, mei, agency):
    contract = bought(mei, agency, district.station, indicators=(HOURS, PEOPLE), cap=2)
    client.force_login(mei)

    page = client.get(f"/contracts/{contract.pk}/figures").content.decode()

    assert page.count('class="hy-hidden">不显示') == 2  # two residents are behind all of it
    assert "2 项指标" in page
    assert "hy-meter" not in page


@pytest.mark.parametrize(
    ("hours", "cap", "word", "used"),
    [
        (95.0, 120, "", 79),
        (96.0, 120, "已过提醒线", 80),
        (120.0, 120, "已过提醒线", 100),
        (126.0, 120, "超出 6 小时", 105),
    ],
)
def test_a_cap_reminds_at_80_per_cent_and_says_how_far_it_is_passed(hours, cap, word, used):
    meter = contracts.Meter(Cap(klass="admin", hours=cap), hours, None, 0, "")

    assert (meter.word, meter.used, meter.remind) == (word, used, 96)


@pytest.mark.parametrize(
    ("value", "of", "word", "reached"),
    [
        (90, 96, "差 2 件", False),
        (92, 96, "达到", True),
        (0, 0, "还没有到期的", False),
        (None, None, "不显示", False),
    ],
)
def test_a_rate_says_how_many_are_missing(value, of, word, reached):
    indicator = Indicator(code="A05", target=95)
    goal = contracts.Goal(indicator, measures.of(ANSWERS[2]), value, of, "")

    assert (goal.word, goal.reached) == (word, reached)


def test_the_opened_number_stands_by_community_with_its_sum_and_its_rows(
    client, district, mei, agency, chen
):
    contract = bought(mei, agency, district.station, indicators=(PEOPLE, HOURS))
    client.force_login(chen)

    page = client.get(f"/contracts/{contract.pk}/figures?open=A02").content.decode()

    assert "打开：服务居民 2 人" in page
    assert "合计" in page
    assert "查看全部 2 行" in page
    rows = re.search(r'href="(/figures/service.persons/rows[^"]+)"', page)
    assert rows
    assert client.get(rows[1].replace("&amp;", "&")).status_code == 200


def test_hours_open_by_month_for_a_purchaser_and_by_community_nowhere(district, mei, agency, chen):
    contract = bought(
        mei, agency, district.station, indicators=(("A01", "行政", "admin.hours", 1),)
    )

    opened = contracts.page(actor_for(chen), contract, "A01").opened

    assert opened is not None
    assert (opened.how, len(opened.parts), opened.why) == ("按月", 12, "")


def test_two_stations_are_added_and_short_ones_counted(district, mei, agency, luo):
    contract = bought(
        mei,
        agency,
        district.station,
        district.sister,
        indicators=(PEOPLE, ("A04", "人次", "service.person_times", 99)),
    )

    page = contracts.page(actor_for(luo), contract)

    assert [goal.value for goal in page.goals] == [4, 22]
    assert page.title == ["2 项指标", "0 项达到", "2 项还差"]


def test_what_lies_beyond_ones_reach_is_not_shown(district, mei, agency, chen):
    contract = bought(mei, agency, district.station, district.sister, indicators=(PEOPLE,))

    assert contracts.page(actor_for(chen), contract).goals[0].value is None


def test_a_contract_that_has_not_begun_counts_nothing_yet(client, district, mei, agency):
    contract = bought(
        mei,
        agency,
        district.station,
        since=date(2026, 2, 1),
        until=date(2026, 12, 31),
        indicators=(PEOPLE,),
    )
    client.force_login(mei)

    assert "指标还数不出来" in client.get(f"/contracts/{contract.pk}/figures").content.decode()
    assert contracts.page(actor_for(mei), contract).title == ["0 项指标", "0 项达到"]


def test_a_purchaser_of_another_district_finds_no_such_contract(client, district, mei, agency):
    contract = bought(mei, agency, district.station, indicators=(PEOPLE,))
    user = make_user("bai", "白梅")
    make_post(
        user,
        "purchaser",
        organisation=make_organisation("purchaser", "另一区", "500105"),
        reach=("500105",),
    )
    client.force_login(user)

    assert client.get(f"/contracts/{contract.pk}/figures").status_code == 404


def test_the_panel_is_a_fragment_of_the_page(client, district, mei, agency, chen):
    contract = bought(mei, agency, district.station, indicators=(PEOPLE,))
    client.force_login(chen)

    panel = client.get(
        f"/contracts/{contract.pk}/figures", headers={"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in panel
    assert "1 项指标" in panel


@pytest.mark.parametrize("number", [1, 3])
def test_each_further_indicator_costs_the_same(client, district, mei, agency, chen, number):
    goals = tuple((f"A{n}", "服务居民", "service.persons", 5) for n in range(number))
    contract = bought(mei, agency, district.station, indicators=goals)
    client.force_login(chen)
    path = f"/contracts/{contract.pk}/figures"
    client.get(path)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(path).content.decode()

    assert page.count('data-label="目标"') == number
    assert len(asked) == 20 + 3 * number
