"""Small cells: whoever knows everything that is shown, and every way it adds up, cannot tell what is not."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.insight.hiding import Line, determined, hide, small, squeezed


def rank(rows):
    """By plain elimination on lists: another way than the one that is tested."""
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            times = rows[n][column] / rows[found][column]
            rows[n] = [a - times * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def told(lines, hidden):
    """Hidden cells an attacker can solve for: adding the cell's own row adds nothing to what she knows."""
    order = sorted(hidden, key=str)
    known = [
        [(cell == line.total) - (cell in line.parts) for cell in order]
        for line in lines
        if hidden & set(line.members)
    ]
    if not known:
        return set()
    own = {cell: [int(cell == other) for other in order] for cell in order}
    return {cell for cell in order if rank([*known, own[cell]]) == rank(known)}


def cube(months, places, classes):
    """A table by month and place with its margins and the year, and each month's classes."""
    cells: dict[object, int] = {}
    lines = []
    for m, row in enumerate(months):
        for p, n in enumerate(row):
            cells[m, p] = n
        cells[m, "all"] = sum(row)
        lines.append(Line((m, "all"), tuple((m, p) for p in range(places))))
        first = min(classes[m], sum(row))
        cells[m, "class a"], cells[m, "class b"] = first, sum(row) - first
        lines.append(Line((m, "all"), ((m, "class a"), (m, "class b"))))
    for column in [*range(places), "all", "class a", "class b"]:
        cells["year", column] = sum(cells[m, column] for m in range(len(months)))
        lines.append(Line(("year", column), tuple((m, column) for m in range(len(months)))))
    lines.append(Line(("year", "all"), tuple(("year", p) for p in range(places))))
    lines.append(Line(("year", "all"), (("year", "class a"), ("year", "class b"))))
    return cells, lines


tables = st.integers(2, 4).flatmap(
    lambda places: st.lists(
        st.tuples(
            st.lists(st.integers(0, 12), min_size=places, max_size=places), st.integers(0, 12)
        ),
        min_size=2,
        max_size=4,
    ).map(lambda rows: cube([row for row, _ in rows], places, [n for _, n in rows]))
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_hidden_cell_follows_from_what_is_shown(table):
    cells, lines = table

    hidden = hide(cells, lines)

    assert {cell for cell, n in cells.items() if small(n)} <= hidden
    assert told(lines, set(hidden)) == set()
    assert squeezed(cells, lines, hidden) == set()


@settings(max_examples=40, deadline=None)
@given(tables)
def test_the_audit_names_exactly_what_an_attacker_can_solve_for(table):
    cells, lines = table
    only_small = {cell for cell, n in cells.items() if small(n)}

    assert determined(lines, only_small) == told(lines, only_small)


@settings(max_examples=20, deadline=None)
@given(tables, tables)
def test_what_was_hidden_once_stays_hidden(earlier, later):
    kept = hide(*earlier) & later[0].keys()

    hidden = hide(later[0], later[1], kept)

    assert kept <= hidden


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ({"year": 30, "jan": 27, "feb": 3}, [Line("year", ("jan", "feb"))]),
        ({"station": 40, "room 1": 20, "room 2": 18, "room 3": 2}, [Line("station", ("room 1", "room 2", "room 3"))]),
        ({"all": 17, "admin": 4, "professional": 13}, [Line("all", ("admin", "professional"))]),
    ],
    ids=["over the months", "over the units", "over the classes"],
)  # fmt: skip
def test_a_small_cell_alone_would_follow_by_subtraction_and_does_not(cells, lines):
    alone = {cell for cell, n in cells.items() if small(n)}

    assert told(lines, alone) == alone  # the control: hiding the small cells only hides nothing
    assert told(lines, set(hide(cells, lines))) == set()


def test_two_that_make_two_are_one_each_and_get_a_third():
    cells, lines = {"all": 22, "a": 1, "b": 1, "c": 20}, [Line("all", ("a", "b", "c"))]

    assert squeezed(cells, lines, {"a", "b"}) == {"a", "b"}
    assert hide(cells, lines) == {"a", "b", "c"}


def test_nine_communities_one_of_them_small_hide_two_and_keep_the_total():
    people: list[tuple[object, int]] = list(enumerate([38, 33, 29, 27, 24, 22, 19, 17, 4]))
    cells = dict([*people, ("all", 213)])

    assert hide(cells, [Line("all", tuple(range(9)))]) == {7, 8}


def test_the_only_part_there_is_takes_its_total_along():
    assert hide({"all": 3, "a": 3}, [Line("all", ("a",))]) == {"all", "a"}


def test_a_table_without_small_cells_hides_nothing():
    assert hide({"all": 12, "a": 7, "b": 5}, [Line("all", ("a", "b"))]) == frozenset()
