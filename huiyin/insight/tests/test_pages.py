"""The pages of figures: every number on them opens to exactly as many rows; nobody looks beyond her reach."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.demo.builders.access import make_area
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.insight.tests.conftest import at

pytestmark = pytest.mark.django_db
OF_2025 = "period=own&since=2025-01-01&until=2025-12-31"


def get(client, user, path):
    client.force_login(user)
    return client.get(path)


def numbers(page):
    """Every number that opens: what it says, and where it leads."""
    found = re.findall(r'<a class="hy-num" href="([^"]+)">([\d,.]+)</a>', page)
    return [(unescape(url), float(said.replace(",", ""))) for url, said in found]


def added(client, url):
    """What the lines of a list add up to, over all its pages."""
    total, minutes = 0, False
    while url:
        page = client.get(url).content.decode()
        total += sum(
            int(n.replace(",", ""))
            for n in re.findall(r'data-label="数" class="is-number">([\d,]+)<', page)
        )
        minutes = minutes or "是分钟" in page
        older = re.search(r'href="([^"]+)" rel="next"', page)
        url = unescape(older[1]) if older else ""
    return round(total / 60, 1) if minutes else total


def test_every_number_of_a_page_is_the_sum_of_its_rows(client, district, chen):
    client.force_login(chen)
    pages = ["/figures", "/figures/service.person_times", "/figures/admin.hours"]

    found = {
        pair for path in pages for pair in numbers(client.get(f"{path}?{OF_2025}").content.decode())
    }
    rows = {url: said for url, said in found if "/rows" in url}

    assert len(rows) > 10
    assert {url: added(client, url) for url in rows} == rows


def test_a_number_leads_to_its_own_page_and_from_there_to_its_rows(client, district, chen):
    page = get(client, chen, f"/figures?{OF_2025}").content.decode()
    [(url, said)] = {pair for pair in numbers(page) if "service.persons" in pair[0]}

    opened = client.get(url).content.decode()

    assert said == 2.0
    assert "全区一人只数一次" in opened
    assert next(pair for pair in numbers(opened) if "/rows" in pair[0])[1] == said


def test_how_a_number_was_counted_says_what_was_left_out_and_why(client, district, chen):
    page = get(client, chen, f"/figures/service.person_times?{OF_2025}").content.decode()

    how = re.findall(r"<li>(.+?：\d+)</li>", page)
    assert how == [
        "作废的记录：1",
        "内部的事，如督导、培训、会议：1",
        "在场、帮忙，或者只是谈到的人：1",
    ]
    assert "2025年1月8日" in page  # the first row there is


def test_a_worker_sees_her_own_part_and_nobody_elses(client, district, lin, he):
    page = get(client, he, f"/figures/service.hours?{OF_2025}").content.decode()

    assert "何川，只有自己看得到" in page
    assert "林晓" not in page
    [own] = [said for url, said in numbers(page) if "by=worker" in url]
    assert own == 1.8  # 20 and 90 minutes at her room; those at the station are beyond it


def test_the_hub_counts_people_and_learns_no_names(client, district, luo):
    page = get(client, luo, f"/figures/service.persons/rows?{OF_2025}").content.decode()

    assert page.count("受限</td>") + len(re.findall(r">\s*受限\s*<", page)) >= 3
    assert [name for name in ("向素芬", "陈德明", "曹云", "向＊芬") if name in page] == []


def test_a_lead_reads_the_names_of_her_own_people(client, district, chen):
    page = get(client, chen, f"/figures/service.persons/rows?{OF_2025}").content.decode()

    assert ("向素芬" in page, "陈德明" in page, "受限" in page) == (True, True, False)


def test_a_person_out_of_sight_is_a_row_without_a_name(client, district, lin, he):
    """何 of the room sees that 林's deed there was one, not whom it was for."""
    make_record(lin, district.xiang, at=at(6, 1))
    page = get(client, he, f"/figures/casework.persons/rows?{OF_2025}").content.decode()

    assert "向素芬" not in page


WHO = {
    ("lin", "500108006A"): 200, ("lin", "500108006A012"): 200, ("lin", "500108006B"): 404,
    ("lin", "500108007A"): 404, ("lin", "500108"): 404, ("lin", "500105001A"): 404, ("lin", "nonsense"): 404,
    ("he", "500108006A012"): 200, ("he", "500108006A"): 404, ("chen", "500108006A"): 200,
    ("luo", "500108"): 200, ("luo", "500108007A"): 200, ("luo", "500105"): 404, ("luo", "50"): 404,
    ("ming", "500108006A"): 200, ("ming", "500108"): 404, ("zhou", "500108006A"): 404,
    ("tang", "500108006A"): 403, ("gao", "500108006A"): 403, ("an", "500108006A"): 403,
    ("shen", "500108006A"): 403,
}  # fmt: skip


def test_who_may_look_where(client, cast, luo, ming, room, request):
    people = {name for name, _ in WHO}
    users = {name: getattr(cast, name, None) or request.getfixturevalue(name) for name in people}
    paths = ("/figures", "/figures/service.hours", "/figures/service.hours/rows")

    answers = {
        (name, unit, path): get(client, users[name], f"{path}?unit={unit}&{OF_2025}").status_code
        for name, unit in WHO
        for path in paths
    }

    assert answers == {(*who, path): status for who, status in WHO.items() for path in paths}


WORDS = {
    "/figures/nothing.here": 404, "/figures/nothing.here/rows": 404,
    "/figures/service.hours/rows?by=month&part=2025-77": 409,
    "/figures/service.hours/rows?after=cut": 409, "/figures/service.persons/rows?after=cut": 409,
    "/figures/cases.opened/rows?by=klass&part=admin": 409,
    "/figures?period=nothing": 200, "/figures?period=own&since=never": 200,
    "/figures?period=own&since=2025-05-01&until=2025-03-01": 200,
    "/figures/service.hours/rows?by=unit&part=500105001A": 200,
}  # fmt: skip


def test_what_nobody_links_to_is_answered_in_words(client, district, chen):
    answers = {path: get(client, chen, path) for path in WORDS}

    assert {path: answer.status_code for path, answer in answers.items()} == WORDS
    assert [path for path, answer in answers.items() if "杨帆" in answer.content.decode()] == []


def test_a_station_without_a_deed_reads_a_sentence(client, chen, station):
    page = get(client, chen, "/figures?period=this_year").content.decode()

    assert "这段时间还没有一行可数" in page


@pytest.mark.parametrize("n", [1, 3])
def test_lists_ask_as_often_for_one_row_as_for_three(client, lin, station, n):
    make_area("500108006012", "石溪社区")
    for one in range(n):
        make_record(lin, make_person(f"居民{one}", station), at=at(3, 1 + one), minutes=30)
    client.force_login(lin)
    client.get("/records")

    asked = {}
    for name, path in LISTS.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{path}?{OF_2025}")
        asked[name] = len(queries)

    assert asked == {"sheet": 34, "drill": 58, "rows": 29, "people": 23}


LISTS = {
    "sheet": "/figures", "drill": "/figures/service.person_times",
    "rows": "/figures/service.person_times/rows", "people": "/figures/service.persons/rows",
}  # fmt: skip
