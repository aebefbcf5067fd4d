"""The same pages for who pays: whole months that are over, small cells not shown, lists without names."""

import re

import pytest
import time_machine

from huiyin.insight.tests.test_pages import get

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


def test_a_purchaser_sees_that_a_small_cell_is_there_and_not_what_it_says(client, district, mei):
    page = get(client, mei, "/figures?period=last_year").content.decode()

    assert page.count("不显示") > 3
    assert re.findall(r"<option [^>]*>([^<]*(?:月|年|选))</option>", page) == ["上月", "去年"]


def test_a_number_opened_by_a_purchaser_names_nobody(client, district, mei):
    pages = [
        get(client, mei, f"/figures/{path}period=last_year")
        for path in ("internal.hours?", "service.persons?", "internal.hours/rows?")
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    told = "".join(page.content.decode() for page in pages)
    assert [
        name for name in ("向素芬", "陈德明", "曹云", "林晓", "只有自己看得到") if name in told
    ] == []


def test_the_rows_of_a_hidden_number_are_refused_in_words(client, district, mei):
    answer = get(client, mei, "/figures/service.persons/rows?period=last_year")

    assert answer.status_code == 409
    assert "人太少" in answer.content.decode()
