"""Every address × every role × {own, sibling, other district, unknown}: one exact answer, and nothing else in it.

`expected.py` says the status, `seen.py` which of the planted secrets may and must stand in the answer. Both are
compared by equality: a page that has lost what somebody needs is as wrong as one that tells too much.
"""

import inspect
from collections.abc import Iterable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, path

from huiyin.core import secret
from huiyin.core.scope import ScopedQuerySet
from tests.rights import asking, expected, seen
from tests.rights.asking import Desk
from tests.rights.expected import LINES, Line
from tests.rights.roles import WHO

pytestmark = pytest.mark.django_db
METHODS = {"GET", "POST"}


def unlisted(found: Iterable[tuple[str, URLPattern]], lines: Iterable[Line]) -> list[str]:
    """Addresses about which nobody has said who may."""
    asked: dict[str, set[str]] = {}
    for line in lines:
        asked.setdefault(line.name, set()).update(line.methods)
    return [
        f"{name} ({pattern.pattern}) has no line for {' and '.join(sorted(missing))}: "
        "add one to tests/rights/expected.py, whose head says how"
        for name, pattern in found
        if (missing := METHODS - asked.get(name, set()))
    ]


def nowhere(found: Iterable[tuple[str, URLPattern]], lines: Iterable[Line]) -> list[str]:
    """Lines about addresses that are gone."""
    there = {name for name, _ in found}
    return [
        f"no address is called {line.name}: take its line out"
        for line in lines
        if line.name not in there
    ]


def wrong(desk: Desk, name: str, lines: list[Line]) -> Iterator[str]:
    """What was answered otherwise than the tables say, a sentence each."""
    for answer in asking.answers(desk, name, lines):
        asked = f"{answer.method} {answer.line.label} {answer.row}, asked by {name}"
        want = expected.status(answer.line, WHO[name], name, answer.method, answer.row)
        if answer.status != want:
            yield f"{asked}: {answer.status}, but expected.py says {want}"
            continue
        may = seen.secrets(answer.line, name, answer.method, answer.row)
        yield from (f"{asked}: {words}" for words in apart(answer.seen, may, "seen.py"))
        if answer.line.machine and want in {"200", "201"}:
            may = seen.keys(answer.line, name, answer.method, answer.row)
            yield from (f"{asked}: {words}" for words in apart(answer.keys, may, "keys.py"))


def apart(found: frozenset[str], may: frozenset[str], page: str) -> Iterator[str]:
    if more := found - may:
        yield f"shows {' '.join(sorted(more))}, which {page} does not allow"
    if less := may - found:
        yield f"does not show {' '.join(sorted(less))}, which {page} promises"


def cells(lines: Iterable[Line]) -> int:
    return sum(len(asking.rows_of(line)) for line in lines)


@pytest.mark.parametrize("name", WHO)
def test_an_address_answers_each_role_as_the_tables_say(desk, name, record_property):
    asked = sum(len(line.methods) * len(asking.rows_of(line)) for line in LINES)
    record_property("rights", [len({line.name for line in LINES}), cells(LINES), asked])

    assert list(wrong(desk, name, LINES)) == []


def test_every_address_has_a_line_and_every_line_an_address():
    found = list(asking.addresses())

    assert unlisted(found, LINES) == []
    assert nowhere(found, LINES) == []


def test_every_promise_of_a_page_is_about_an_answer_that_is_asked_for():
    assert seen.beside(LINES) == []


# ---- negative controls: each guard taken away is seen


def lines_of(*names: str) -> list[Line]:
    return [line for line in LINES if line.name in names]


def test_a_planted_address_without_a_line_is_seen():
    planted = ("planted:page", path("planted", lambda request: HttpResponse()))
    gone = expected.page("planted:gone", "own")

    assert unlisted([planted], LINES) == [
        "planted:page (planted) has no line for GET and POST: "
        "add one to tests/rights/expected.py, whose head says how"
    ]
    assert nowhere([planted], [gone]) == ["no address is called planted:gone: take its line out"]


def test_a_view_without_its_guard_is_seen(desk, monkeypatch):
    pattern = dict(asking.addresses())["cases:listed"]
    monkeypatch.setattr(pattern, "callback", inspect.unwrap(pattern.callback))

    assert list(wrong(desk, "hub", lines_of("cases:listed"))) == [
        f"{method} cases:listed -, asked by hub: 200, but expected.py says 403" for method in ("GET", "POST")
    ]  # fmt: skip


def test_rows_read_without_visible_to_are_seen(desk, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, actor: rows.all())

    told = list(wrong(desk, "worker", lines_of("residents:identity")))

    assert [line.split(",")[0] for line in told if ": 200, but expected.py says 404" in line] == [
        f"{method} residents:identity {relation} {kind}"
        for kind in ("person", "child", "newcomer")
        for relation in ("sibling", "other")
        for method in ("GET", "POST")
    ]


def test_a_narrative_opened_to_everybody_is_seen(desk, monkeypatch):
    monkeypatch.setattr(
        "huiyin.residents.queries.readable", lambda people, actor: frozenset(p.pk for p in people)
    )

    told = list(wrong(desk, "mate", lines_of("records:page")))

    assert told == [
        f"{method} records:page own {kind}, asked by mate: shows own.{note}, which seen.py does not allow"
        for kind, note in (("record", "note"), ("childrecord", "childnote"))
        for method in ("GET", "POST")
    ]  # fmt: skip


def test_a_page_that_lost_its_words_is_seen(desk, monkeypatch):
    monkeypatch.setattr(secret, "open_all", lambda rows, name, by: ["" for _ in rows])

    told = list(wrong(desk, "worker", lines_of("records:page")))

    lost = [line.split("does not show ")[1].split(",")[0] for line in told]
    assert lost == ["own.note own.private"] * 2 + ["own.childnote"] * 2
