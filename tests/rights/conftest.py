"""The world is built once for each file, and put back after it; every request in it is put back at once."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpRequest, HttpResponse

import config.urls
from huiyin.access import middleware
from huiyin.audit import middleware as denials
from huiyin.core import middleware as answers
from huiyin.ui import slots
from tests.rights import asking, world

_page = answers._page


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[asking.Desk]:
    """What ten thousand answers would do alike, and what other files test, is left out: the counts of the
    menu, the frame around a refusal without words, the journal's line about it, and who she is once more."""
    logging.disable(logging.ERROR)
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        time_machine.travel("2026-03-11T10:00:00+08:00"),
        transaction.atomic(),
    ):
        patch.setattr(middleware, "actors", asking.once_each())
        patch.setattr(slots, "_slots", _uncounted())
        patch.setattr(answers, "_page", _bare)
        patch.setattr(config.urls, "handler404", _nothing_there, raising=False)
        patch.setattr(denials, "deny", lambda capability, by: None)
        yield asking.Desk(world.build())
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def _uncounted() -> Any:
    bare = {
        slot: {url: replace(hung, count=None) for url, hung in hangs.items()}
        for slot, hangs in slots._slots.items()
    }
    return defaultdict(dict, bare)


def _bare(request: HttpRequest, status: int, words: str) -> HttpResponse:
    return _page(request, status, words) if words else HttpResponse(status=status)


def _nothing_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """URLs × roles × rows = N, of the tests that ran, wherever they ran."""
    done = [
        told
        for reports in (terminalreporter.stats.get(kind, []) for kind in ("passed", "failed"))
        for report in reports
        for name, told in getattr(report, "user_properties", [])
        if name == "rights"
    ]
    if done:
        urls, rows, _ = done[0]
        terminalreporter.write_line(
            f"rights: {urls} URLs, {len(done)} roles, {rows} rows of URLs: URLs × roles × rows = "
            f"{rows * len(done)}; asked by GET and POST: {sum(one[2] for one in done)}"
        )
