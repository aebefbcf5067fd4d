"""A prefix is a right to see: a range over the code, never a pattern."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.access.models import Unit
from huiyin.core import codes
from huiyin.demo.builders import access as make

CODES = st.text("0123456789ABCZ", min_size=1, max_size=13)


@given(CODES, CODES)
def test_a_range_holds_exactly_what_begins_with_the_prefix(prefix, code):
    assert (prefix <= code < codes.after(prefix)) is code.startswith(prefix)


WHATEVER = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)


@given(WHATEVER, WHATEVER)
@example("\ud7ff", "\ue000")
@example("名\U0010ffff", "名\U0010ffff人")
def test_what_somebody_types_has_an_end_that_can_be_written_down(prefix, text):
    end = codes.after(prefix)

    assert end.encode()
    assert prefix < end
    if text.startswith(prefix) and set(prefix) != {"\U0010ffff"}:
        assert text < end


@given(st.lists(CODES, max_size=3), CODES)
def test_a_reach_covers_what_one_of_its_prefixes_begins(reach, code):
    assert codes.covers(tuple(reach), code) is any(code.startswith(p) for p in reach)


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("500108", ["500108", "500108006A", "500108006A012", "500108006B"]),
        ("500108006A", ["500108006A", "500108006A012"]),
        ("500105", ["500105001A"]),
        ("5001080", ["500108006A", "500108006A012", "500108006B"]),
        ("9", []),
        ("", ["500105001A", "500108", "500108006A", "500108006A012", "500108006B"]),
    ],
)
def test_the_database_finds_them_by_range(hub, station, rival, room, stranger, prefix, found):
    rows = Unit.objects.filter(codes.under("code", prefix)).order_by("code")

    assert list(rows.values_list("code", flat=True)) == found


def test_one_operator_is_no_prefix_of_the_other(station, rival, lin, zheng):
    mine, hers = (make.actor_for(who) for who in (lin, zheng))

    assert not codes.covers(mine.reach, rival.code)
    assert not codes.covers(hers.reach, station.code)
