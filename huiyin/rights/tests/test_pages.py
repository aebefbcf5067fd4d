"""Asking, answering and opening, on the pages; and who may not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access, rights
from huiyin.demo.builders import residents as make
from huiyin.residents.models import Reveal
from huiyin.rights import rules
from huiyin.rights.models import RevealRequest, State

EVERYONE = ("lin", "chen", "he", "zheng", "zhao", "zhou", "tang", "sun", "wu", "gao", "an", "shen")
NOBODY = dict.fromkeys(("tang", "sun", "wu", "gao", "an", "shen"), 403)
WORKERS_ELSEWHERE = dict.fromkeys(("he", "zheng", "zhou"), 403)


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def act(**more):
    return {"act": str(uuid7()), **more}


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("", {"lin": 200, "chen": 200, "he": 404, "zheng": 404, "zhou": 404, "zhao": 404} | NOBODY),
        ("/grant", {"lin": 403, "chen": 302, "zhao": 404} | WORKERS_ELSEWHERE | NOBODY),
        ("/deny", {"lin": 403, "chen": 302, "zhao": 404} | WORKERS_ELSEWHERE | NOBODY),
        (
            "/use",
            {"lin": 302, "chen": 409, "he": 404, "zheng": 404, "zhou": 404, "zhao": 404} | NOBODY,
        ),
    ],
)
def test_who_may(request, child, lin, chen, actor, verb, expected):
    found = {}
    for who in EVERYONE:
        RevealRequest.objects.all().delete()
        asked = rights.make_request(child, lin)
        if verb == "/use":
            rules.grant(asked, by=actor(chen))
        client = Client()
        client.force_login(request.getfixturevalue(who))
        send = client.post if verb else client.get
        found[who] = send(f"/reveals/{asked.pk}{verb}", act(words="可以")).status_code

    assert found == expected


def test_a_worker_asks_from_the_childs_page(signed_in, lin, child):
    client = signed_in(lin)
    panel = client.get(f"/people/{child.pk}/leave", HTTP_HX_REQUEST="true")
    assert f"/people/{child.pk}/reveal/ask" in panel.content.decode()

    data = act(purpose="benefit", words="帮她办困境儿童补贴")
    answer = client.post(f"/people/{child.pk}/reveal/ask", data)

    assert (answer.status_code, answer.url) == (302, f"/people/{child.pk}")
    assert "您已经申请查看" in told(client.get(f"/people/{child.pk}/leave"))


def test_asking_without_a_reason_keeps_what_was_written(signed_in, lin, child):
    data = act(words="帮她办困境儿童补贴")
    answer = signed_in(lin).post(f"/people/{child.pk}/reveal/ask", data)

    assert (answer.status_code, RevealRequest.objects.count()) == (422, 0)
    assert 'value="帮她办困境儿童补贴"' in answer.content.decode()


def test_the_lead_reads_who_asks_and_why_and_answers_once(signed_in, chen, asked):
    client = signed_in(chen)
    page = told(client.get(f"/reveals/{asked.pk}"))
    assert [w for w in ("林晓申请看谭小禾的", "帮她办困境儿童补贴") if w not in page] == []

    assert client.post(f"/reveals/{asked.pk}/grant", act()).status_code == 302
    assert client.post(f"/reveals/{asked.pk}/deny", act(words="再想想")).status_code == 409


def test_a_no_without_words_comes_back(signed_in, chen, asked):
    answer = signed_in(chen).post(f"/reveals/{asked.pk}/deny", act(words=""))

    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (422, State.ASKED)
    assert "还没有填：为什么不批，可以怎么办。" in told(answer)


def test_the_asker_opens_what_was_granted_on_the_childs_page(
    signed_in, actor, lin, chen, asked, child
):
    rules.grant(asked, by=actor(chen))
    client = signed_in(lin)
    assert "13900001234" not in told(client.get(f"/people/{child.pk}"))
    assert "打开资料" in told(client.get(f"/reveals/{asked.pk}"))

    answer = client.post(f"/reveals/{asked.pk}/use", act())

    assert answer.url == f"/people/{child.pk}"
    assert "13900001234" in told(client.get(f"/people/{child.pk}"))
    assert Reveal.objects.count() == 1


def test_a_colleague_reads_neither_reason_nor_answer(signed_in, actor, chen, asked, station):
    rules.deny(asked, by=actor(chen), words="先联系负责她的周敏。")
    colleague = access.make_user("zheng2", "郑二")
    access.make_post(colleague, "worker", unit=station)

    page = told(signed_in(colleague).get(f"/reveals/{asked.pk}"))
    assert [w for w in ("困境儿童补贴", "先联系负责她的周敏") if w in page] == []


def test_the_leads_list_and_her_day_show_what_waits(signed_in, chen, actor, lin, asked, station):
    client = signed_in(chen)
    assert "林晓申请看谭小禾的资料" in told(client.get("/reveals"))
    panel = client.get("/reveals", HTTP_HX_REQUEST="true")
    assert "林晓申请看谭小禾的资料" in told(panel)
    assert "<html" not in panel.content.decode()

    rules.grant(asked, by=actor(chen))

    assert "没有人等您批查看申请。" in told(client.get("/reveals", HTTP_HX_REQUEST="true"))
    assert "谭小禾" in told(client.get("/reveals?state=granted"))
    assert "谭小禾" not in told(client.get("/reveals?state=asked"))


def test_the_list_costs_the_same_for_one_and_for_three(
    signed_in, chen, lin, asked, station, client
):
    costs = []
    for more in (0, 2):
        for n in range(more):
            born = clock.today().replace(year=clock.today().year - 9 - n, day=1)
            rights.make_request(make.make_person("谭小禾", station, birth_on=born), lin)
        costs.append(ours(signed_in(chen)))

    assert costs == [2, 2]  # the list, and the number in the menu that equals it


def ours(client):
    with CaptureQueriesContext(connection) as run:
        assert client.get("/reveals").status_code == 200
    return sum('"rights_' in query["sql"] for query in run.captured_queries)


def test_words_too_long_for_the_asker_come_back(signed_in, chen, asked):
    answer = signed_in(chen).post(f"/reveals/{asked.pk}/grant", act(words="好" * 201))

    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (422, State.ASKED)
