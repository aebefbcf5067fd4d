"""The pages about people: what is shown, to whom, and what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.ids import uuid7
from huiyin.demo.builders import residents as make
from huiyin.residents import keys, rules
from huiyin.residents.models import Consent, Look, Person, Reveal, State
from huiyin.residents.tests.conftest import NUMBER

EVERYONE = ("lin", "chen", "he", "zheng", "zhao", "zhou", "tang", "sun", "wu", "gao", "an", "shen")
FRAGMENT = {"HTTP_HX_REQUEST": "true"}
LEAKS = (NUMBER, "13800002607", "138 0000 2607", "弹子石新街 1 号")


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def statuses(request, xiang, method, path, data):
    """Status for everyone of the cast, each signed in as herself."""
    found = {}
    for who in EVERYONE:
        client = Client()
        client.force_login(request.getfixturevalue(who))
        sent = data | ({"act": str(uuid7())} if method == "post" else {})
        found[who] = getattr(client, method)(path.format(pk=xiang.pk), sent).status_code
    return found


NOBODY = dict.fromkeys(("tang", "sun", "wu", "gao", "an", "shen"), 403)
FAR = dict.fromkeys(("he", "zheng", "zhao", "zhou"), 404)
STATION = {"lin": 200, "chen": 200}
LEAD_ONLY = {"lin": 403, "he": 403, "zheng": 403, "zhou": 403, "chen": 200, "zhao": 404}


@pytest.mark.parametrize(
    ("method", "path", "data", "expected"),
    [
        ("get", "/people/{pk}", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/identity", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/history", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/reveal", {}, STATION | FAR | NOBODY),
        (
            "post",
            "/people/{pk}/reveal",
            {"purpose": "visit", "words": "上门"},
            {"lin": 302, "chen": 302} | FAR | NOBODY,
        ),
        ("get", "/people/{pk}/merge", {}, LEAD_ONLY | NOBODY),
        ("post", "/people/{pk}/unmerge", {}, LEAD_ONLY | NOBODY | {"chen": 409}),
        ("get", "/people/new", {}, dict.fromkeys(("lin", "chen", *FAR), 200) | NOBODY),
        (
            "get",
            "/find",
            {},
            dict.fromkeys(("lin", "chen", "tang", "sun", "wu", *FAR), 200)
            | dict.fromkeys(("gao", "an", "shen"), 403),
        ),
        (
            "get",
            "/find/list",
            {},
            dict.fromkeys(("lin", "chen", "tang", "sun", "wu", *FAR), 200)
            | dict.fromkeys(("gao", "an", "shen"), 403),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_may(request, xiang, method, path, data, expected):
    assert statuses(request, xiang, method, path, data) == expected


def test_who_may_note_a_withdrawal(request, xiang):
    found = {}
    for who in EVERYONE:
        consent = make.make_consent(xiang)
        client = Client()
        client.force_login(request.getfixturevalue(who))
        answer = client.post(f"/consents/{consent.pk}/withdraw", {"act": str(uuid7())})
        found[who] = (answer.status_code, Consent.objects.given().filter(pk=consent.pk).exists())

    assert found == (
        dict.fromkeys(("lin", "chen"), (302, False))
        | dict.fromkeys(FAR, (404, True))
        | dict.fromkeys(NOBODY, (403, True))
    )


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
        pages = [client.get(p) for p in (f"/people/{xiang.pk}", "/find?q=向", "/find/list?q=2607")]
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


def test_registering_goes_to_the_new_file(signed_in, lin):
    data = {
        "act": str(uuid7()), "name": "谭 勇", "sex": "1", "number_kind": "none",
        "no_number_why": "lost", "phone": "１３９ ００００ ０００１", "whose": "本人",
    }  # fmt: skip

    answer = signed_in(lin).post("/people/new", data)

    person = Person.objects.get()
    assert answer.url == f"/people/{person.pk}"
    assert (person.name, person.state, person.no_number_why) == ("谭勇", State.KNOWN, "lost")
    assert person.phones.get().mask == "139****0001"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "还没有填：姓名。"),
        ({"sex": ""}, "还没有选：性别。"),
        ({"phone": "1390000000"}, "手机号是 11 位，现在是 10 位"),
        ({"number": "99000019480302"}, "身份证号是 18 位，现在是 14 位"),
        ({"number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "第 18 位校验不对"),
        ({"birth_on": "2999-01-01"}, "这个日期还没有到"),
    ],
)
def test_a_wrong_line_is_answered_in_words_and_nothing_typed_is_lost(
    signed_in, lin, settings, wrong, words
):
    settings.HUIYIN_DEMO = True
    data = {
        "act": str(uuid7()),
        "name": "谭勇",
        "sex": "1",
        "number_kind": "ric",
        "address": "新街 3 号",
    }

    answer = signed_in(lin).post("/people/new", data | wrong)

    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert words in told(answer)
    assert 'value="新街 3 号"' in answer.content.decode()


def test_a_number_of_the_invented_area_is_taken_in_a_demonstration_only(signed_in, lin, settings):
    data = {"name": "谭勇", "sex": "1", "number_kind": "ric", "number": NUMBER}
    found = []
    for demo in (False, True):
        settings.HUIYIN_DEMO = demo
        found.append(signed_in(lin).post("/people/new", data | {"act": str(uuid7())}).status_code)

    assert found == [422, 302]


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


def test_the_find_page_lists_nobody_before_it_is_asked(signed_in, lin, xiang):
    assert "向秀芬" not in told(signed_in(lin).get("/find"))


def test_a_clerk_finds_her_own_without_a_way_into_the_file(signed_in, tang, committee, xiang):
    make.make_care(xiang, organisation=committee, grade="source")

    answer = signed_in(tang).get("/find?q=xxf")

    assert "向秀芬" in told(answer)
    assert f"/people/{xiang.pk}" not in answer.content.decode()


def test_options_carry_ids_and_words(signed_in, lin, xiang):
    answer = signed_in(lin).get("/find/list?q=2607").content.decode()

    wanted = ('role="option"', f'data-value="{xiang.pk}"', 'data-words="向秀芬"')
    assert [w for w in wanted if w not in answer] == []
    assert "<html" not in answer


def ours(client, path):
    """Statements about residents that a page costs; the frame's own counts belong to other rooms."""
    with CaptureQueriesContext(connection) as run:
        assert client.get(path).status_code == 200
    return sum('"residents_' in query["sql"] for query in run.captured_queries)


@pytest.mark.parametrize(("path", "queries"), [("/find?q=王芳", 5), ("/find/list?q=王芳", 5)])
def test_a_list_costs_the_same_for_one_and_for_three(signed_in, lin, station, path, queries):
    client = signed_in(lin)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make.make_person("王芳", station, phone="13800000001")
        costs.append(ours(client, path))

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
        costs.append(ours(client, f"/people/{xiang.pk}"))

    assert costs == [12, 12]
