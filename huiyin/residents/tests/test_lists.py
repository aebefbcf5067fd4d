"""Lists of people: what they show, and that three rows cost what one costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from huiyin.core.ids import uuid7
from huiyin.demo.builders import residents as make


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_the_find_page_lists_nobody_before_it_is_asked(signed_in, lin, xiang):
    assert "向秀芬" not in told(signed_in(lin).get("/find"))


def test_a_clerk_finds_her_own_without_a_way_into_the_file(signed_in, tang, committee, xiang):
    make.make_care(xiang, organisation=committee, grade="source")

    answer = signed_in(tang).post("/find", {"q": "xxf"}, follow=True)

    assert "向秀芬" in told(answer)
    assert f"/people/{xiang.pk}" not in answer.content.decode()


def test_options_carry_ids_and_words(signed_in, lin, xiang):
    answer = signed_in(lin).post("/find/list", {"q": "2607"}).content.decode()

    wanted = ('role="option"', f'data-value="{xiang.pk}"', 'data-words="向秀芬"')
    assert [w for w in wanted if w not in answer] == []
    assert "<html" not in answer


def ours(ask):
    """Statements about residents that a page costs; the frame's own counts belong to other rooms."""
    with CaptureQueriesContext(connection) as run:
        assert ask().status_code == 200
    return sum('"residents_' in query["sql"] for query in run.captured_queries)


@pytest.mark.parametrize(("path", "queries"), [("/find", 6), ("/find/list", 5)])
def test_a_list_costs_the_same_for_one_and_for_three(signed_in, lin, station, path, queries):
    client = signed_in(lin)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make.make_person("王芳", station, phone="13800000001")
        costs.append(ours(lambda: client.post(path, {"q": "王芳"}, follow=True)))

    assert costs == [queries, queries]


def test_a_home_costs_the_same_for_one_and_for_three(signed_in, lin, station, xiang):
    client = signed_in(lin)
    client.get(f"/people/{xiang.pk}")
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make.make_household(xiang, make.make_person("谭勇", station))
            make.make_care(xiang, user=lin, cause=uuid7())
            make.make_consent(xiang)
        costs.append(ours(lambda: client.get(f"/people/{xiang.pk}")))

    assert costs == [12, 12]
