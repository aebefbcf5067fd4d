"""A page goes on where the last one ended; an address somebody changed shows the first page."""

import pytest

from huiyin.core import clock, keyset
from huiyin.core.ids import uuid7

SOMETHING = "01a201b2-2096-7281-b759-8a33964febda"


def test_what_was_given_out_is_read_back():
    at, pk = clock.now(), uuid7()

    assert keyset.edge(keyset.key(at, pk)) == (at, pk)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "x",
        f"2026-03-02T10:00:00+00:00~{'0' * 8}",
        f"~{SOMETHING}",
        f"2026-03-02T10:00:00~{SOMETHING}",
        f"0001-01-01T00:00:00+14:00~{SOMETHING}",
    ],
)  # the last two: a moment of nobody's clock, and one before the first day
def test_what_nobody_gave_out_is_as_none(text):
    assert keyset.edge(text) is None
