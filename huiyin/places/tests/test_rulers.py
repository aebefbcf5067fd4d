"""The clock of a promise, as both sides see it."""

from datetime import datetime

import pytest

from huiyin.places import rulers
from huiyin.places.workdays import Workdays

DAYS = Workdays({})
MONDAY = "2026-03-02 10:00"
THURSDAY = "2026-03-05 17:30"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def drawn(opened: str, due: str, now: str, *, met: bool = False) -> tuple[str, str, str]:
    """Cells as p(ast), c(oming), l(ate); words; state."""
    ruler = rulers.draw(DAYS, at(opened), at(due), at(now), met=met, why="答复：3 个工作日")
    assert (ruler.due, ruler.why) == (at(due), "答复：3 个工作日")
    return "".join(cell[0] for cell in ruler.cells), ruler.words, ruler.state


@pytest.mark.parametrize(
    ("now", "cells", "words", "state"),
    [
        ("2026-03-02 11:00", "ccc", "还剩 3 个工作日", "coming"),
        ("2026-03-03 11:00", "pcc", "还剩 2 个工作日", "coming"),
        ("2026-03-04 23:00", "ppc", "还剩 1 个工作日", "coming"),
        ("2026-03-05 08:00", "ppp", "今天 17:30 前", "soon"),
        ("2026-03-05 17:30", "ppp", "今天 17:30 前", "soon"),
        ("2026-03-05 17:31", "pppl", "今天已过 17:30", "late"),
        ("2026-03-06 08:00", "pppl", "逾期 1 个工作日", "late"),
        ("2026-03-08 08:00", "pppl", "逾期 1 个工作日", "late"),  # Sunday
        ("2026-03-09 08:00", "pppll", "逾期 2 个工作日", "late"),
        ("2026-06-01 08:00", "pppll", "逾期 62 个工作日", "late"),
    ],
)
def test_an_open_promise_counts_down_and_on(now, cells, words, state):
    assert drawn(MONDAY, THURSDAY, now) == (cells, words, state)


@pytest.mark.parametrize(
    ("met", "cells", "words", "state"),
    [
        ("2026-03-02 16:00", "ccc", "提前 3 个工作日答复", "done"),
        ("2026-03-04 16:00", "ppc", "提前 1 个工作日答复", "done"),
        ("2026-03-05 16:00", "ppp", "按时答复", "done"),
        ("2026-03-05 18:00", "pppl", "晚不到 1 个工作日答复", "late"),
        ("2026-03-09 09:00", "pppll", "晚 2 个工作日答复", "late"),
    ],
)
def test_a_kept_promise_looks_back(met, cells, words, state):
    assert drawn(MONDAY, THURSDAY, met, met=True) == (cells, words, state)


def test_an_urgent_promise_is_one_cell():
    assert drawn(MONDAY, "2026-03-02 17:30", "2026-03-02 10:05") == ("p", "今天 17:30 前", "soon")
    assert drawn("2026-03-02 18:00", "2026-03-03 12:00", "2026-03-02 18:05") == (
        "c", "还剩 1 个工作日", "coming",
    )  # fmt: skip
    assert drawn("2026-03-02 18:00", "2026-03-03 12:00", "2026-03-03 09:00") == (
        "p", "今天 12:00 前", "soon",
    )  # fmt: skip
    assert drawn("2026-03-02 18:00", "2026-03-03 12:00", "2026-03-03 13:00") == (
        "pl", "今天已过 12:00", "late",
    )  # fmt: skip


def test_past_due_over_a_weekend_is_less_than_a_working_day():
    friday = "2026-03-06 17:30"
    assert drawn(MONDAY, friday, "2026-03-07 09:00")[1:] == ("逾期不到 1 个工作日", "late")


def test_what_is_asked_after_closing_starts_with_the_next_day():
    assert drawn("2026-03-02 18:00", "2026-03-06 17:30", "2026-03-02 18:01") == (
        "ccc", "还剩 4 个工作日", "coming",
    )  # fmt: skip


def test_a_due_date_that_became_a_day_of_rest_is_still_ahead():
    assert drawn(MONDAY, "2026-03-08 17:30", "2026-03-07 09:00")[1:] == (
        "还剩不到 1 个工作日", "coming",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "now", "cells"),
    [
        ("2026-03-10 17:30", "2026-03-06 09:00", "ppppcc"),  # six days, six cells
        ("2026-03-13 17:30", "2026-03-06 09:00", "ppccc"),  # nine days, two to a cell
        ("2026-04-02 17:30", "2026-03-16 09:00", "ppcccc"),  # 23 days, four to a cell, ten gone
        ("2026-04-02 17:30", "2026-04-02 09:00", "pppppp"),
    ],
)
def test_a_long_promise_is_never_longer_than_six_cells(due, now, cells):
    assert drawn(MONDAY, due, now)[0] == cells
