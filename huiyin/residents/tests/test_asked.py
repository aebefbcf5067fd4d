"""What was looked for stands in no address: it goes on sealed, and opens for nobody else."""

from urllib.parse import unquote, urlsplit

import pytest

from huiyin.core import keys, secret
from huiyin.demo.builders import residents as make
from huiyin.residents import asked


def words(response):
    return response.content.decode()


def test_a_search_is_posted_and_its_address_can_be_opened_again(signed_in, lin, xiang):
    client = signed_in(lin)

    led = client.post("/find", {"q": " 向秀芬 "})

    assert (led.status_code, urlsplit(led.url).path) == (302, "/find")
    assert "向" not in unquote(led.url)
    for _ in range(2):  # going back, or once more
        assert "找到 1 位“向秀芬”" in words(client.get(led.url))


def test_an_empty_search_leads_to_the_empty_page(signed_in, lin):
    assert signed_in(lin).post("/find", {"q": "  "}).url == "/find"


def test_a_name_written_into_an_address_is_not_read(signed_in, lin, xiang):
    client = signed_in(lin)

    assert "找一位居民" in words(client.get("/find", {"q": "向秀芬"}))
    assert "向秀芬" not in words(client.get("/find/list", {"q": "向秀芬"}))
    assert "向秀芬" not in words(client.get("/people/new", {"name": "向秀芬"}))


def test_who_was_not_found_is_registered_without_typing_the_name_again(signed_in, lin):
    client = signed_in(lin)
    page = words(client.post("/find", {"q": "谭勇"}, follow=True))

    [link] = [
        part.split('"')[0] for part in page.split('href="')[1:] if "/people/new?" in part[:12]
    ]

    assert "谭" not in unquote(link)
    assert 'value="谭勇"' in words(client.get(link))


def test_the_other_file_of_a_merge_is_looked_for_the_same_way(signed_in, chen, station, xiang):
    other = make.make_person("谭勇", station)
    client = signed_in(chen)

    led = client.post(f"/people/{xiang.pk}/merge", {"q": "谭勇"})

    assert urlsplit(led.url).path == f"/people/{xiang.pk}/merge"
    assert "谭" not in unquote(led.url)
    assert f'value="{other.pk}"' in words(client.get(led.url))


def test_an_address_somebody_else_sent_finds_nobody(signed_in, lin, chen, xiang):
    led = signed_in(lin).post("/find", {"q": "向秀芬"})

    assert "找一位居民" in words(signed_in(chen).get(led.url))


@pytest.mark.parametrize(
    "token", ["", "x", "v1.A.k1.", "v1.A.nokey.AAAA", f"v1.A.p-{'0' * 32}.AAAA", "v1.A.k1.AAAA"]
)
def test_an_address_that_was_tampered_with_asks_nothing(signed_in, lin, token):
    assert "找一位居民" in words(signed_in(lin).get("/find", {"asked": token}))


def test_the_key_that_sealed_it_may_be_gone(actor, lin, monkeypatch):
    by = actor(lin)
    token = secret.wrap("向秀芬".encode(), place=f"asked:q:{by.user}")
    assert asked.read(token, by) == "向秀芬"

    def gone(name, use):
        raise keys.KeysMissing(name)

    monkeypatch.setattr(keys, "derived", gone)
    assert asked.read(token, by) == ""


def test_a_very_long_question_is_cut(actor, lin):
    by = actor(lin)

    token = asked.carried("向" * 100, by).partition("=")[2]

    assert asked.read(unquote(token), by) == "向" * asked.LONGEST
