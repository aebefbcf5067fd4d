"""Above a district persons add up, sums come from the roll-ups, and the page says up to when."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.access.policy import ROLES
from huiyin.audit.models import Touch
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.insight import measures, queries, recount, tasks, whole
from huiyin.insight.figures import Cell, month, year
from huiyin.insight.models import Distinct, Lane, Rollup
from huiyin.insight.tests.conftest import YEAR, at
from huiyin.residents import rules as residents

pytestmark = pytest.mark.django_db
NATION = Actor(can=ROLES["hub"].can, rows="reach", reach=("",), role="hub")


def nation(measure, unit="", by="", **span):
    return queries.figure(NATION, measure, unit=unit, by=by, **(span or YEAR))


def parts(figure):
    return {part.code: part.value for part in figure.parts if part.value}


def test_a_nation_is_the_sum_of_its_districts(district):
    whole.everything()

    assert nation("service.persons").value == 3 + 1
    assert nation("service.hours").value == 330 + 500
    assert parts(nation("service.persons", by="unit")) == {"50": 4}
    assert parts(nation("service.persons", "5001", by="unit")) == {"500105": 1, "500108": 3}
    assert parts(nation("service.hours", by="klass")) == {
        "admin": 30,
        "emergency": 90,
        "professional": 710,
    }


def test_persons_of_a_nation_by_month_are_the_districts_months(district):
    whole.everything()

    assert parts(nation("service.persons", by="month")) == {
        "2025-01": 1,
        "2025-02": 3,
        "2025-12": 2,
    }
    span = {"since": date(2025, 1, 1), "until": date(2025, 3, 31)}
    assert (
        nation("service.persons", **span).value == 2 + 1
    )  # no year, no month: counted from the presences


@pytest.mark.parametrize("days", [(1, 30), (2, 31)])
def test_above_a_district_only_whole_months_are_told(district, days):
    whole.everything()

    with pytest.raises(Refused, match="整月"):
        nation("service.hours", since=date(2025, 1, days[0]), until=date(2025, 1, days[1]))


def test_before_everything_was_counted_once_nothing_is_told_above(district):
    with pytest.raises(Refused, match="区以上"):
        nation("service.hours")


@pytest.mark.parametrize("by", ["community", "worker"])
def test_above_a_district_there_are_no_communities_and_no_workers(district, by):
    whole.everything()

    with pytest.raises(Refused):
        nation("service.hours", by=by)


def test_a_figure_above_says_up_to_when_it_is_complete(district, lin):
    whole.everything()
    before = nation("service.hours")
    make_record(lin, district.xiang, at=at(5, 5), minutes=60)

    after = nation("service.hours")

    assert after.value == before.value
    assert after.counted_at == Touch.objects.order_by("at").values_list("at", flat=True)[0]
    tasks.sweep()
    assert nation("service.hours").value == (before.value or 0) + 60


def test_the_first_sweep_counts_everything_and_the_next_only_what_was_touched(district, lin):
    tasks.sweep()
    assert (Touch.objects.count(), whole.wrong()) == (0, [])
    make_record(lin, district.xiang, at=at(5, 5), minutes=60)

    assert recount.sweep() == 2  # the deed's month, and that of the first contact it met
    assert whole.wrong() == []


def test_a_merge_moves_persons_in_every_month_and_its_undoing_moves_them_back(district, chen):
    whole.everything()
    residents.merge(district.chen, by=actor_for(chen), winner=district.xiang)
    recount.sweep()
    assert (whole.wrong(), nation("service.persons").value) == ([], 3)
    version = Distinct.objects.get(district="500108", span="year", source="served").version

    residents.unmerge(district.chen, by=actor_for(chen))
    recount.sweep()

    assert (whole.wrong(), nation("service.persons").value, version) == ([], 4, 2)


def test_cells_say_how_many_persons_stand_behind_them(district):
    for _ in ("live", "kept"):
        cells = queries.tally(
            "service.hours",
            ["500108", "500108006A", "500108007A"],
            [year(2025), month(date(2025, 2, 1))],
        )
        assert set(cells) == {
            Cell("500108", year(2025), "", 330, 3), Cell("500108006A", year(2025), "", 290, 2),
            Cell("500108007A", year(2025), "", 40, 2), Cell("500108", month(date(2025, 2, 1)), "", 140, 2),
            Cell("500108006A", month(date(2025, 2, 1)), "", 140, 2),
        }  # fmt: skip
        whole.everything()


def test_cells_by_class_have_the_persons_of_that_class(district):
    cells = queries.tally("admin.hours", ["500108"], [year(2025)], by="klass")

    assert cells == [Cell("500108", year(2025), "admin", 30, 2)]


def test_cells_of_a_rate_carry_what_it_is_of(district):
    assert queries.tally("referrals.answered_in_time", ["500108"], [year(2025)]) == []


def test_the_command_counts_checks_and_names_what_is_wrong(district):
    out = StringIO()
    call_command("recount", "--all", stdout=out)
    call_command("recount", stdout=out)
    call_command("recount", "--check", stdout=out)
    assert out.getvalue().splitlines()[1:] == ["数了 0 格", "汇总和逐行数出来的一样，0 格不对"]

    Rollup.objects.filter(measure="service.hours", whole=False).update(value=1)
    with pytest.raises(CommandError, match="格不对"):
        call_command("recount", "--check")


def test_a_figure_needs_the_right_a_reach_and_a_measure(district, lin, gao):
    with pytest.raises(NotAllowed):
        queries.figure(actor_for(gao), "service.hours", unit="500108", **YEAR)
    with pytest.raises(Unseen):
        queries.figure(actor_for(lin), "service.hours", unit="500108", **YEAR)
    with pytest.raises(Unseen):
        nation("service.hours", "5001080")
    with pytest.raises(Unseen):
        nation("nothing.here")
    with pytest.raises(Refused, match="后面"):
        nation("service.hours", since=date(2025, 2, 1), until=date(2025, 1, 31))
    assert Lane.objects.count() == 0


def test_every_measure_says_what_it_counts():
    said = [(m.name, m.says, m.word) for m in measures.every()]

    assert len({name for name, _, _ in said}) == len(said)
    assert [name for name, says, word in said if not says.endswith("。") or not word] == []


def test_one_month_of_a_nation_is_read_from_the_districts_count(district):
    whole.everything()
    february = month(date(2025, 2, 1))

    assert nation("service.persons", since=february.since, until=february.until).value == 3


def test_months_and_nodes_nobody_asked_for_are_no_cells(district):
    january, december = month(date(2025, 1, 1)), month(date(2025, 12, 1))

    cells = queries.tally("service.persons", ["500108006A", "500108007A"], [january, december])

    assert cells == [
        Cell("500108006A", january, "", 1, 1), Cell("500108007A", december, "", 2, 2),
    ]  # fmt: skip


def test_a_merge_reaches_the_matters_of_the_folded_file_too(district, chen):
    whole.everything()
    residents.merge(district.xiang, by=actor_for(chen), winner=district.chen)

    recount.sweep()

    assert whole.wrong() == []
