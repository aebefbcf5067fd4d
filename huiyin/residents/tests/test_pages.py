"""The pages about people: what is shown, to whom, and what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.ids import uuid7
from huiyin.demo.builders import residents as make
from huiyin.residents import keys, rules
from huiyin.residents.models import Look, Reveal, State
from huiyin.residents.tests.conftest import NUMBER

FRAGMENT = {"HTTP_HX_REQUEST": "true"}
LEAKS = (NUMBER, "13800002607", "138 0000 2607", "弹子石新街 1 号")


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_a_stranger_is_sent_to_sign_in(client, xiang):
    for path in (f"/people/{xiang.pk}", "/find", f"/people/{xiang.pk}/reveal"):
        assert client.get(path).url == f"/sign-in?next={path}"


def test_the_page_of_a_person_masks_her_and_says_who_cares(signed_in, chen, lin, xiang):
    make.make_care(xiang, user=lin)
    make.make_household(xiang, make.make_person("谭勇", xiang.unit, sex="1"))

    words = told(signed_in(chen).get(f"/people/{xiang.pk}"))

    seen = ("向秀芬", "独居老人", secret.mask_number(NUMBER), "138****2607", "林晓", "谭勇")
    assert [w for w in seen if w not in words] == []
    assert [leak for leak in LEAKS if leak in words] == []


def test_a_masked_page_opens_no_secret(signed_in, lin, xiang):
    def nobody_has_a_key(people):
        raise AssertionError("a masked page asked for a key")

    client = signed_in(lin)
    secret.owners("person", nobody_has_a_key)
    try:
        pages = [
            client.get(f"/people/{xiang.pk}"),
            client.post("/find", {"q": "向"}, follow=True),
            client.post("/find/list", {"q": "2607"}),
        ]
    finally:
        secret.owners("person", keys.load)

    assert [page.status_code for page in pages] == [200, 200, 200]


def test_the_guard_of_the_test_above_does_ring(signed_in, lin, actor, xiang):
    rules.reveal(xiang, by=actor(lin), purpose="visit", words="上门")

    def nobody_has_a_key(people):
        raise AssertionError("a masked page asked for a key")

    client = signed_in(lin)
    secret.owners("person", nobody_has_a_key)
    try:
        with pytest.raises(AssertionError, match="asked for a key"):
            client.get(f"/people/{xiang.pk}")
    finally:
        secret.owners("person", keys.load)


def test_opening_swaps_the_values_in_and_says_until_when(signed_in, lin, xiang):
    client = signed_in(lin)
    form = client.get(f"/people/{xiang.pk}/reveal", **FRAGMENT)
    assert 'hx-target="this"' in form.content.decode()
    assert "<html" not in form.content.decode()

    data = {"act": str(uuid7()), "purpose": "visit", "words": "下午上门"}
    opened = client.post(f"/people/{xiang.pk}/reveal", data, **FRAGMENT)

    assert [
        leak for leak in (NUMBER, "13800002607", "弹子石新街 1 号") if leak not in told(opened)
    ] == []
    until = Reveal.objects.get().until.isoformat()
    assert f'<hy-reveal until="{until}">' in opened.content.decode()


def test_without_a_purpose_the_form_comes_back_and_nothing_opens(signed_in, lin, xiang):
    answer = signed_in(lin).post(f"/people/{xiang.pk}/reveal", {"words": "下午上门"}, **FRAGMENT)

    assert (answer.status_code, Reveal.objects.count()) == (422, 0)
    assert "还没有选：用来做什么。" in told(answer)
    assert "下午上门" in answer.content.decode()


def test_a_double_click_opens_once(signed_in, lin, xiang):
    data = {"act": str(uuid7()), "purpose": "visit", "words": "下午上门"}
    client = signed_in(lin)

    answers = [client.post(f"/people/{xiang.pk}/reveal", data).status_code for _ in "12"]

    assert (answers, Reveal.objects.count()) == ([302, 302], 1)


def test_after_a_quarter_of_an_hour_the_page_is_masked_again(signed_in, lin, actor, xiang):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        rules.reveal(xiang, by=actor(lin), purpose="visit", words="上门")
        client = signed_in(lin)
        opened = told(client.get(f"/people/{xiang.pk}/identity"))
    with time_machine.travel(start + timedelta(minutes=15), tick=False):
        closed = told(client.get(f"/people/{xiang.pk}/identity"))

    assert (NUMBER in opened, NUMBER in closed) == (True, False)


def test_a_childs_page_offers_the_carer_a_look_and_others_the_lead(signed_in, lin, chen, station):
    child = make.make_person("谭小禾", station, birth_on=date(clock.today().year - 10, 1, 1))
    make.make_care(child, user=lin)

    hers, the_leads = (
        signed_in(who).get(f"/people/{child.pk}/identity").content.decode() for who in (lin, chen)
    )

    assert (f"/people/{child.pk}/reveal" in hers, "未满 18 周岁" in hers) == (True, False)
    assert "未满 18 周岁，只有负责服务的社工可以直接看。" in the_leads
    assert f'hx-get="/people/{child.pk}/reveal"' not in the_leads


def test_a_look_is_journalled_once_in_a_while_and_shown_to_all(signed_in, lin, chen, xiang):
    client = signed_in(lin)
    for _ in range(3):
        client.get(f"/people/{xiang.pk}")

    assert (Look.objects.count(), Entry.objects.filter(verb="person.look").count()) == (1, 1)
    assert "林晓看过档案" in told(signed_in(chen).get(f"/people/{xiang.pk}/history"))


def test_the_trace_names_the_last_change_and_not_the_last_look(signed_in, lin, actor):
    person = rules.register(by=actor(lin), name="谭勇", sex="1")
    consent = make.make_consent(person)

    words = told(signed_in(lin).get(f"/people/{person.pk}"))

    assert "最近改动：林晓" in words
    assert "登记居民。" in words
    assert "全部 1 次改动" in words
    assert consent.get_kind_display() in words


def test_a_claimed_person_shows_whom_she_may_be(signed_in, lin, station, sister, xiang):
    named = make.make_person("向秀芬", station, claimed=True)
    make.make_person("向秀芬", sister)

    answer = signed_in(lin).get(f"/people/{named.pk}")

    assert f'href="/people/{xiang.pk}"' in answer.content.decode()
    assert "向＊芬 姓名相同海棠溪街道社工站" in told(answer)


def test_a_lead_merges_and_takes_it_back(signed_in, chen, station, xiang):
    twin = make.make_person("向秀芬", station)
    client = signed_in(chen)
    assert f'value="{xiang.pk}"' in client.get(f"/people/{twin.pk}/merge").content.decode()

    data = {"act": str(uuid7()), "winner": str(xiang.pk)}
    assert client.post(f"/people/{twin.pk}/merge", data).url == f"/people/{xiang.pk}"
    assert "这份档案已并入向秀芬" in told(client.get(f"/people/{twin.pk}"))

    assert client.post(f"/people/{twin.pk}/unmerge", {"act": str(uuid7())}).status_code == 302
    twin.refresh_from_db()
    assert twin.state == State.KNOWN


def test_merging_with_someone_out_of_sight_is_a_wrong_choice(signed_in, chen, sister, xiang):
    theirs = make.make_person("向秀芬", sister)

    data = {"act": str(uuid7()), "winner": str(theirs.pk)}
    assert signed_in(chen).post(f"/people/{xiang.pk}/merge", data).status_code == 422
