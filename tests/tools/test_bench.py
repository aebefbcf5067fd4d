"""The table of `make bench` says what holds and what does not, and measures two things in turn."""

import pytest

from tools.bench import __main__ as bench
from tools.bench.table import Row, Taken, table, taken


@pytest.mark.parametrize(
    ("value", "more", "verdict"),
    [
        (2.9, False, "ok"),
        (4.9, False, "over the target"),
        (5.1, False, "FLOOR MISSED"),
        (6, True, "ok"),
        (4, True, "over the target"),
        (2, True, "FLOOR MISSED"),
    ],
)
def test_a_value_is_held_against_its_floor_and_its_target(
    value: float, more: bool, verdict: str
) -> None:
    floor, target = (3, 5) if more else (5, 3)
    row = Row("list page", "9 ms", "3 ms", value, "×", floor, target, more=more)
    assert row.verdict == verdict
    assert row.good is (verdict != "FLOOR MISSED")


def test_what_has_no_floor_is_told_and_never_fails() -> None:
    assert Row("the day", "9 ms", "–", 10_000, " ms").verdict == "ok"


def test_the_table_has_a_line_for_each_row_under_its_head() -> None:
    rows = [Row("a", "1 ms", "–", 1, "×", 5, 3), Row("b", "2 ms", "–", 2, "×")]
    lines = table(rows).splitlines()
    assert len(lines) == 4
    assert lines[3].split("|")[1:7] == [
        " b    ",
        " 2 ms ",
        " –     ",
        " 2×    ",
        " –     ",
        " –      ",
    ]


def test_two_things_are_measured_in_turn() -> None:
    order: list[str] = []
    ours, least = taken(lambda: order.append("ours"), lambda: order.append("least"), times=2)
    assert order[:4] == ["ours", "least"] * 2
    assert [len(one) for one in ours.rounds] == [2] * 5
    assert order.count("ours") == order.count("least")
    assert least.p50 >= 0


def test_the_median_of_the_rounds_forgets_the_one_that_was_disturbed() -> None:
    rounds = [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [90.0, 90.0], [1.0, 1.0]]
    assert Taken(rounds).p50 == 1.0


def test_a_missed_floor_ends_the_run_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    missed = [Row("a", "6 ms", "1 ms", 6, "×", 5, 3)]
    monkeypatch.setattr(bench, "_here", lambda parts: missed)
    assert bench.main(["pages"]) == 1
    monkeypatch.setattr(bench, "_here", lambda parts: [])
    assert bench.main(["pages"]) == 0
