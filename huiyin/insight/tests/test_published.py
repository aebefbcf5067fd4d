"""What a purchaser sees of a figure: whole months, no small cell, and no way to get one back."""

from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine

from huiyin.access.models import User
from huiyin.core import clock
from huiyin.core.errors import Refused, Unseen
from huiyin.demo.builders.access import (
    actor_for,
    make_area,
    make_organisation,
    make_post,
    make_user,
)
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.insight import cube, hiding, measures, published, queries, recount, tasks, whole
from huiyin.insight.figures import Period
from huiyin.insight.models import Hidden, Published
from huiyin.insight.tests.conftest import YEAR, at
from huiyin.loops.models import Loop
from huiyin.residents.models import Person

pytestmark = pytest.mark.django_db
CASEWORK = "casework.persons"


@pytest.fixture(autouse=True)
def _next_year():
    with time_machine.travel("2026-02-10 10:00+08:00"):
        yield


@pytest.fixture
def street(lin, station, room, hub):
    """Nine people in three communities: six, two and seven, in two months of the year."""
    places = [
        make_area(f"50010800601{n}", name)
        for n, name in ((2, "石溪社区"), (3, "第3社区"), (4, "第4社区"))
    ]
    people: list[Person] = []
    with clock.as_of(at(1, 2)):
        for n, place in [(6, places[0]), (2, places[1]), (7, places[2])]:
            people += [
                make_person(f"向素{len(people)}{k}", station, community=place) for k in range(n)
            ]
        cases = [make_case(lin, station, person) for person in people]
    for n, (person, case) in enumerate(zip(people, cases, strict=True)):
        when = at(3, 4) if n % 3 else at(2, 5)
        make_record(
            lin, person, thread=case.loop, at=when, minutes=60, community=person.community,
            klass="professional" if n else "admin",
        )  # fmt: skip
    return SimpleNamespace(people=people, places=places)


def asked(user, measure=CASEWORK, unit="500108006A", by="", **period):
    return queries.figure(actor_for(user), measure, unit=unit, by=by, **(period or YEAR))


def parts(figure):
    return {part.label: part.value for part in figure.parts}


def test_a_community_with_two_people_is_hidden_and_another_with_it(street, mei, lin):
    assert parts(asked(lin, by="community")) == {"石溪社区": 6, "第3社区": 2, "第4社区": 7}

    told = asked(mei, by="community")

    assert (told.value, parts(told)) == (15, {"石溪社区": None, "第3社区": None, "第4社区": 7})


def test_every_measure_with_the_same_people_behind_hides_the_same_cells(street, mei):
    for measure in ("casework.persons", "casework.person_times"):
        assert parts(asked(mei, measure, by="community"))["第3社区"] is None


def test_the_hours_of_one_class_are_hidden_where_the_class_is(street, mei, lin):
    assert asked(lin, "admin.hours").value == 60  # one person was behind it

    assert asked(mei, "admin.hours").value is None
    assert parts(asked(mei, "service.hours", by="klass")) == {"行政协作": None, "专业服务": None}
    assert asked(mei, "admin.hours", by="community").parts == ()  # never two dimensions at once


def test_no_hidden_cell_of_the_whole_table_can_be_solved_for(street, mei):
    asked(mei)
    hidden = {cube.Cell(*text.split("|")) for text in Hidden.objects.values_list("cell", flat=True)}

    persons = cube.persons("casework", "500108", YEAR["until"])
    lines = cube.lines(persons)

    assert {cell for cell, n in persons.items() if hiding.small(n)} < hidden < persons.keys()
    assert hiding.determined(lines, hidden) == set()
    few = {cell for cell, n in persons.items() if hiding.small(n)}
    assert (
        hiding.determined(lines, few) != set()
    )  # the control: without the others they would follow


def test_the_months_of_a_year_do_not_give_back_a_hidden_month(street, mei):
    for person in street.people[:2]:
        make_record(_worker(), person, thread=_thread(person), at=at(5, 6), minutes=30)

    told = asked(mei, by="month")

    months = {part.code: part.value for part in told.parts}
    assert months["2025-05"] is None
    assert sum(value is None for value in months.values()) > 1
    assert months["2025-07"] == 0  # nobody is no secret


def test_the_list_behind_a_figure_says_what_the_table_says_and_no_more(street, mei):
    lines, older = queries.rows(
        actor_for(mei), CASEWORK, unit="500108006A", by="community", n=100, **YEAR
    )

    assert (len(lines), older) == (15, "")
    assert Counter(line.unit for line in lines) == {"第4社区": 7, "不单列": 8}
    assert [line.whom for line in lines] == [f"第 {n} 人" for n in range(1, 16)]
    assert {(line.on, line.community, line.worker, line.klass, line.url) for line in lines} == {
        (None, "", "", "", "")
    }


def test_the_list_goes_on_from_page_to_page(street, mei):
    first, older = queries.rows(actor_for(mei), CASEWORK, unit="500108006A", n=10, **YEAR)
    second, end = queries.rows(
        actor_for(mei), CASEWORK, unit="500108006A", n=10, after=older, **YEAR
    )

    assert [line.row.int for line in (*first, *second)] == list(range(1, 16))
    assert end == ""


def test_one_part_opens_to_as_many_lines_and_a_hidden_one_to_none(street, mei):
    shown, _ = queries.rows(
        actor_for(mei), CASEWORK, unit="500108006A", by="community", part="500108006014", **YEAR
    )
    assert len(shown) == 7
    with pytest.raises(Refused, match="不单列"):
        queries.rows(
            actor_for(mei), CASEWORK, unit="500108006A", by="community", part="500108006013", **YEAR
        )
    with pytest.raises(Refused, match="不单列"):
        queries.rows(actor_for(mei), "admin.hours", unit="500108006A", **YEAR)


def test_people_who_stand_in_two_parts_make_a_list_of_the_whole(street, mei, lin):
    for person in street.people:
        make_record(lin, person, thread=_thread(person), at=at(9, 6), minutes=30)
        make_record(lin, person, thread=_thread(person), at=at(10, 6), minutes=30)

    lines, _ = queries.rows(actor_for(mei), CASEWORK, unit="500108006A", by="month", n=100, **YEAR)

    assert [line.unit for line in lines] == [""] * 15


def test_minutes_are_told_by_part_not_by_deed(street, mei):
    lines, _ = queries.rows(
        actor_for(mei), "service.hours", unit="500108006A", by="month", n=100, **YEAR
    )

    assert sum(line.n for line in lines) == 15 * 60
    assert len(lines) == len({line.unit for line in lines})


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2025, 1, 1), date(2025, 3, 30)),
        (date(2025, 2, 1), date(2025, 3, 31)),
        (date(2024, 1, 1), date(2025, 12, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2026, 2, 28)),
    ],
    ids=[
        "a part of a month",
        "from another month than January",
        "two years",
        "the running month",
        "up to it",
    ],
)
def test_no_other_period_is_published(street, mei, since, until):
    with pytest.raises(Refused, match="整月"):
        asked(mei, since=since, until=until)


def test_a_year_so_far_is_published(street, mei):
    assert asked(mei, since=date(2026, 1, 1), until=date(2026, 1, 31)).value == 0
    assert asked(mei, since=date(2025, 1, 1), until=date(2025, 3, 31)).value == 15


def test_what_was_hidden_stays_hidden_when_more_people_come(street, mei, lin, station):
    assert asked(mei, since=date(2025, 1, 1), until=date(2025, 6, 30)).value == 15
    before = set(Hidden.objects.values_list("cell", flat=True))
    with clock.as_of(at(2, 1)):
        newcomers = [make_person(f"后来{n}", station, community=street.places[1]) for n in range(6)]
        cases = [make_case(lin, station, person) for person in newcomers]
    for person, case in zip(newcomers, cases, strict=True):
        make_record(lin, person, thread=case.loop, at=at(3, 8), community=street.places[1])

    told = asked(mei, by="community", since=date(2025, 1, 1), until=date(2025, 6, 30))
    assert (told.value, parts(told)["第3社区"]) == (
        21,
        None,
    )  # the value is of today, the pattern is kept
    asked(mei)
    assert before <= set(Hidden.objects.values_list("cell", flat=True))
    assert Published.objects.filter(source="casework").count() == 12


def test_the_stations_own_rows_and_its_rooms_are_cells_too(street, mei, he, room):
    with clock.as_of(at(1, 2)):
        person = make_person("冉川", room, community=street.places[0])
        case = make_case(he, room, person)
    make_record(he, person, thread=case.loop, at=at(3, 4))

    assert parts(asked(mei, by="unit")) == {"弹子石街道社工站": None, "石溪社区社工室": None}
    assert asked(mei, unit="500108006A012").value is None
    assert asked(mei, unit="500108006A").value == 16


def test_a_purchaser_of_another_district_sees_nothing(street):
    user = make_user("bai", "白梅")
    body = make_organisation("purchaser", "另一区民政局", "500105")
    make_post(user, "purchaser", organisation=body, reach=("500105",))

    with pytest.raises(Unseen):
        asked(user)
    assert asked(user, unit="500105").value == 0


def test_above_a_district_nothing_is_published(street):
    user = make_user("chong", "重明")
    body = make_organisation("purchaser", "市民政局", "50")
    make_post(user, "purchaser", organisation=body, reach=("50",))

    with pytest.raises(Refused, match="按区公布"):
        asked(user, unit="50")


def test_what_nobody_is_behind_has_no_pattern(street, mei):
    assert asked(mei, "internal.hours").value == 0
    assert published.pattern(_bare(), "500108", Period(*YEAR.values())) == frozenset()


def test_a_rate_with_few_in_it_is_hidden_with_what_it_is_of(mei, station):
    told = asked(mei, "referrals.answered_in_time")

    assert (told.value, told.of) == (0, 0)
    assert cube.source(measures.of("referrals.answered_in_time")) == "due"


def _bare():
    return measures.Measure("none", "", "", "", ())


def _worker():

    return User.objects.get(username="lin")


def _thread(person):

    return Loop.objects.get(person=person, kind="case")


def test_a_deed_written_down_late_hides_what_it_makes_small(street, mei, lin, station):
    """March of the fifth community was empty when it was published; now one person stands behind it."""
    whole.everything()
    asked(mei, by="community")
    place = make_area("500108006015", "第5社区")
    with clock.as_of(at(1, 2)):
        person = make_person("晚到一", station, community=place)
        case = make_case(lin, station, person)
    make_record(lin, person, thread=case.loop, at=at(3, 4), minutes=60, community=place)

    before = parts(asked(mei, by="community"))
    recount.sweep()
    after = parts(asked(mei, by="community"))

    assert (before["第5社区"], after["第5社区"]) == (None, None)


def test_what_the_roll_ups_learn_of_other_people_takes_the_month_back(street, mei, lin):
    whole.everything()
    asked(mei)
    assert Published.objects.filter(source="casework").count() == 12

    make_record(lin, street.people[0], thread=_thread(street.people[0]), at=at(6, 4), minutes=60)
    recount.sweep()

    months = Published.objects.filter(source="casework").values_list("month", flat=True)
    assert max(months) == date(2025, 5, 1)


def test_the_job_publishes_ahead_so_that_nobody_waits(street, mei):
    whole.everything()
    tasks.publish()

    months = {date(2025, 12, 1), date(2026, 1, 1)}
    sources = {cube.source(m) for m in measures.every()} - {""}
    there = Published.objects.filter(month__in=months, district="500108")
    assert there.count() == len(months) * len(sources)
    before = Hidden.objects.count()
    asked(mei, by="community")
    tasks.publish()
    assert Hidden.objects.count() == before
