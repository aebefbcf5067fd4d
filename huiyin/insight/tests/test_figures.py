"""Every figure is what plain SQL says of the rows, and what the length of its list is."""

import pytest

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


@pytest.mark.parametrize("counted", ["live", "kept"])
def test_a_district_counts_what_was_done_and_nothing_else(district, luo, counted):
    if counted == "kept":
        whole.everything()

    assert values(luo, "500108") == DISTRICT
