"""Every figure is what plain SQL says of the rows, and what the length of its list is."""

from datetime import date

import pytest

from huiyin.audit.counted import lane_of
from huiyin.audit.models import Touch
from huiyin.demo.builders.access import actor_for
from huiyin.insight import measures, queries, whole
from huiyin.insight.tests.conftest import YEAR

pytestmark = pytest.mark.django_db
DISTRICT = {
    "cases.opened": 1, "cases.closed": 0, "casework.persons": 1, "casework.person_times": 2, "service.persons": 3,
    "service.person_times": 7 + 15, "service.hours": 60 + 90 + 30 + 20 + 90 + 40, "professional.hours": 210,
    "admin.hours": 30, "emergency.hours": 90, "internal.hours": 120, "referrals.due": 0,
    "referrals.answered_in_time": 0,
}  # fmt: skip


def values(user, unit, **span):
    return {
        m.id: queries.figure(actor_for(user), m.id, unit=unit, **(span or YEAR)).value
        for m in measures.every()
    }


@pytest.fixture(params=["live", "kept", "half"])
def counted(request):
    """The same rows seen three ways: nothing rolled up yet, everything, and everything but what came later."""
    if request.param == "live":
        return lambda: None
    if request.param == "kept":
        return whole.everything

    def later():
        whole.everything()
        Touch.objects.create(
            lane=lane_of("500108"),
            unit="500108006A",
            table="records_record",
            month=date(2025, 2, 1),
        )

    return later


def test_a_district_counts_what_was_done_and_nothing_else(district, luo, counted):
    counted()

    assert values(luo, "500108") == DISTRICT


def listed(actor, measure, **asked):
    """Σ n over all the pages of the list."""
    total, after = 0, None
    while after != "":
        lines, after = queries.rows(actor, measure, after=after or "", n=2, **asked)
        total += sum(line.n for line in lines)
    return total


@pytest.mark.parametrize("who", [("luo", "500108"), ("chen", "500108006A")])
def test_every_figure_and_every_part_is_the_sum_of_its_list(district, request, counted, who):
    counted()
    actor, unit = actor_for(request.getfixturevalue(who[0])), who[1]
    said: dict[tuple[str, ...], int | None] = {}
    summed: dict[tuple[str, ...], int | None] = {}

    for measure in measures.every():
        for by in ("", *measure.by):
            found = queries.figure(actor, measure.id, unit=unit, by=by, **YEAR)
            said[measure.id, by] = found.value
            summed[measure.id, by] = listed(actor, measure.id, unit=unit, by=by, **YEAR)
            for part in found.parts:
                said[measure.id, by, part.code] = part.value
                summed[measure.id, by, part.code] = listed(
                    actor, measure.id, unit=unit, by=by, part=part.code, **YEAR
                )

    assert said == summed
    assert len(said) > 200
