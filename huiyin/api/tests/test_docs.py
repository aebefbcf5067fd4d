"""docs/api.md shows every operation once, with the address it has."""

from pathlib import Path

from huiyin.api import openapi
from huiyin.api.http import operations

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def test_every_operation_is_shown():
    text = PAGE.read_text()

    assert [
        f"{method} {where}" for method, where, _ in operations() if f"{method} {where}" not in text
    ] == []


def test_every_status_an_operation_may_answer_is_explained():
    text = PAGE.read_text()
    told = {
        status for methods in openapi.page()["paths"].values() for one in methods.values() for status in one["responses"]
    }  # fmt: skip

    assert [status for status in sorted(map(str, told - {500})) if status not in text] == []
