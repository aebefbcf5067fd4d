"""Small cells: whoever solves all the sums of a published table at once learns none of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.insight.hiding import FEW, Relation, determined, hidden

COMMUNITIES = ("石溪", "望江", "老街", "腾黄", "泰昌")


def line(*numbers):
    """One street: its communities and their sum."""
    persons = dict(zip(COMMUNITIES, numbers, strict=False)) | {"街道": sum(numbers)}
    return persons, [Relation("街道", COMMUNITIES[: len(numbers)])]


def grid(rows):
    """Communities by months, with both margins and the whole: every cell stands in two sums."""
    persons, months = {}, range(len(rows[0]))
    for place, numbers in enumerate(rows):
        persons |= {(place, month): n for month, n in enumerate(numbers)}
        persons[place, "年"] = sum(numbers)
    for month in (*months, "年"):
        persons["街道", month] = sum(persons[place, month] for place in range(len(rows)))
    places = range(len(rows))
    relations = [
        *[Relation(("街道", m), tuple((p, m) for p in places)) for m in (*months, "年")],
        *[Relation((p, "年"), tuple((p, m) for m in months)) for p in (*places, "街道")],
    ]
    return persons, relations


GRIDS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=2, max_size=5
    )
)


def test_a_street_without_small_cells_is_shown_whole():
    assert hidden(*line(38, 33, 29, 5, 0)) == frozenset()


def test_beside_one_small_cell_the_next_smallest_is_hidden():
    assert hidden(*line(38, 33, 29, 17, 4)) == {"泰昌", "腾黄"}


def test_two_small_cells_hide_each_other_only_if_together_they_are_not_few():
    assert hidden(*line(38, 33, 29, 4, 3)) == {"腾黄", "泰昌"}
    assert hidden(*line(38, 33, 29, 1, 1)) == {"腾黄", "泰昌", "老街"}


def test_where_all_are_in_one_community_the_sum_is_hidden_with_it():
    assert hidden(*line(3, 0, 0)) == {"石溪", "街道"}


def test_what_was_hidden_once_stays_hidden():
    persons, relations = line(38, 33, 29, 17, 12)
    assert hidden(persons, relations, before=["泰昌"]) == {"泰昌", "腾黄"}


@settings(max_examples=150, deadline=None)
@given(GRIDS)
def test_no_hidden_cell_of_a_table_of_two_dimensions_follows_from_the_shown_ones(rows):
    persons, relations = grid(rows)
    hide = hidden(persons, relations)

    assert {cell for cell, n in persons.items() if 0 < n < FEW} <= hide
    assert determined(relations, hide) == set()


def test_the_control_hiding_the_small_ones_alone_gives_them_back():
    persons, relations = grid([[9, 2, 8], [7, 9, 9], [8, 8, 3]])
    small = {cell for cell, n in persons.items() if 0 < n < FEW}
    assert determined(relations, small) == small
