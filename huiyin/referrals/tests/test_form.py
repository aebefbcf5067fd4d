"""The form 个案转介登记表: found or new, one or a household, answered by the boundary before anything is sent."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.core import secret
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.contracts import make_matter
from huiyin.demo.builders.referrals import PHONE, make_referral
from huiyin.demo.builders.residents import make_number, make_person
from huiyin.loops import receipts as numbers
from huiyin.loops.models import Loop
from huiyin.referrals.models import Referral
from huiyin.residents.models import Member, Person

pytestmark = pytest.mark.django_db
NUMBER = make_number(date(1951, 8, 4))


@pytest.fixture(autouse=True)
def demo(settings):
    settings.HUIYIN_DEMO = True


@pytest.fixture
def form(station):
    return {
        "act": str(uuid7()), "station": station.code, "matter": str(make_matter("elder").pk),
        "problem": "跌倒后不敢出门。", "urgency": "normal", "contact_name": "唐玉珍", "contact_phone": "139 0238 0126",
        "consent": "self", "agreed": "summary", "p0-person": "", "p0-name": "邹桂兰", "p0-sex": "2",
    }  # fmt: skip


def test_what_is_sent_leads_to_the_receipt(client, tang, form):
    client.force_login(tang)

    response = client.post(
        "/referrals/new", {**form, "p0-birth_on": "1951-08-04", "p0-phone": "13802364170"}
    )

    referral = Referral.objects.get()
    assert (response.status_code, response.url) == (302, f"/referrals/{referral.pk}/receipt")
    assert (referral.person.name, referral.person.birth_on) == ("邹桂兰", date(1951, 8, 4))
    assert secret.open(referral.loop, "asker_phone", by=actor_for(tang)) == PHONE


def test_a_resident_named_before_is_found_and_not_asked_again(client, tang, form):
    named = make_referral(tang, "邹桂兰")
    named.loop.state = "withdrawn"
    person = named.person
    Loop.objects.filter(pk=named.pk).update(
        state="withdrawn", seat=None, closed_at=named.loop.opened_at
    )
    client.force_login(tang)

    assert "邹桂兰" in client.post("/find/list", {"q": "zgl"}).content.decode()
    client.post("/referrals/new", {**form, "p0-person": str(person.pk), "p0-name": ""})

    assert Referral.objects.exclude(pk=named.pk).get().person == person
    assert Person.objects.count() == 1


def test_a_resident_only_the_station_knows_cannot_be_chosen(client, station, tang, form):
    hidden = make_person("向素芬", station)
    client.force_login(tang)

    response = client.post("/referrals/new", {**form, "p0-person": str(hidden.pk)})

    assert (response.status_code, Referral.objects.count()) == (422, 0)
    assert "这位居民不在您的名单里" in response.content.decode()


def test_a_telephone_typed_for_a_resident_already_named_is_not_dropped_in_silence(
    client, tang, form
):
    person = make_referral(tang, "向小妹").person
    client.force_login(tang)

    chosen = {**form, "p0-person": str(person.pk), "p0-name": "", "p0-phone": "13802364170"}
    response = client.post("/referrals/new", chosen)

    assert (
        response.status_code,
        "号码换了，请在“说说情况”里写一句" in response.content.decode(),
    ) == (422, True)


def test_one_more_block_is_given_without_losing_a_word(client, tang, form):
    client.force_login(tang)

    response = client.post("/referrals/new", {**form, "more": "1"})

    page = response.content.decode()
    assert (response.status_code, Referral.objects.count()) == (200, 0)
    assert [f'name="p{n}-name"' in page for n in range(3)] == [True, True, False]
    assert ('value="邹桂兰"' in page, "跌倒后不敢出门。" in page) == (True, True)


def test_a_household_is_sent_on_one_form_and_empty_blocks_are_nobody(client, tang, form):
    client.force_login(tang)

    more = {"p1-name": "邹小雨", "p1-relation": "4", "p1-sex": "2", "p2-name": "", "p2-sex": "0"}
    client.post("/referrals/new", {**form, **more})

    assert sorted(r.person.name for r in Referral.objects.all()) == ["邹小雨", "邹桂兰"]
    assert Member.objects.values("household").distinct().count() == 1


def test_a_likely_repetition_is_pointed_out_with_a_link_before_it_is_sent(client, tang, form):
    before = make_referral(tang, "邹桂兰")
    client.force_login(tang)

    asked = client.post("/referrals/new", form)
    assert (asked.status_code, Referral.objects.count()) == (422, 1)
    assert f'href="/referrals/{before.pk}"' in asked.content.decode()

    client.post("/referrals/new", {**form, "again": "on"})
    assert Referral.objects.count() == 2


def test_another_committees_ask_about_the_same_number_is_not_pointed_out(client, tang, sun, form):
    make_referral(sun, "邹桂兰")
    client.force_login(tang)

    assert client.post("/referrals/new", form).status_code == 302


@time_machine.travel("2026-01-16 10:42+08:00", tick=False)
def test_a_known_number_is_answered_with_the_same_bytes_and_queries_as_an_unknown_one(
    client, station, tang, form
):
    """From the same state each time: the first run only warms what a process remembers."""
    make_person("邹桂兰", station, number=NUMBER, birth_on=date(1951, 8, 4))
    client.force_login(tang)
    unknown = make_number(date(1951, 8, 4), serial=2)

    _, first, second = (_answered(client, form, number) for number in (unknown, unknown, NUMBER))

    assert first == second


def _answered(client, form, number):
    """Queries, status, and every page she sees of it; then everything is taken back."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as spy:
            sent = client.post("/referrals/new", {**form, "act": str(uuid7()), "p0-number": number})
            cost = len(spy)
        referral = Referral.objects.select_related("loop").get()
        paths = (
            sent.url,
            f"/referrals/{referral.pk}",
            "/referrals?show=all",
            "/committee",
            "/messages",
        )
        pages = "".join(client.get(path).content.decode() for path in paths)
        transaction.set_rollback(True)
    return cost, sent.status_code, _without(pages, referral)


def _without(page, referral):
    """The page but for what must differ: ids, the receipt number, the request's number to quote, the tokens."""
    said = numbers.said(referral.loop.receipt)
    page = page.replace(str(referral.pk), "ID").replace(said, "RECEIPT")
    page = re.sub(r'(csrfmiddlewaretoken|act)" value="[^"]*"', r"\1", page)
    page = re.sub(r"(?<=message[s-])/?[0-9a-f-]{36}", "MESSAGE", page)
    return re.sub(r"\d{4}-\d{4}(?!-)", "QUOTED", page)


def test_what_cannot_be_referred_is_refused_with_where_to_go(client, tang, form):
    client.force_login(tang)

    response = client.post(
        "/referrals/new", {**form, "matter": str(make_matter("enforce").pk)}, HTTP_HX_REQUEST="true"
    )

    assert (response.status_code, Referral.objects.count()) == (409, 0)
    assert "请找街道综合执法大队，或打 12345。" in response.content.decode()


@pytest.mark.parametrize(
    ("matter", "words"),
    [
        ("elder", ("○", "可以转", "决定补贴，代替家人照护。")),
        ("jobs", ("△", "协助", "街道劳动就业和社会保障所")),
        ("errand", ("⇄", "先协商", "社工站站长")),
        ("medical", ("×", "不能转", "社区卫生服务中心；急病打 120", "这件事交不到社工站")),
    ],
)
def test_the_boundary_answers_the_choice_before_it_is_sent(client, station, tang, matter, words):
    client.force_login(tang)

    said = client.get("/referrals/aside", {"matter": str(make_matter(matter).pk)}).content.decode()

    assert [word for word in words if word not in said] == []


def test_danger_to_life_shows_whom_to_call_now(client, station, tang, settings):
    client.force_login(tang)

    calm = client.get("/referrals/aside", {"urgency": "urgent"}).content.decode()
    said = client.get("/referrals/aside", {"urgency": "danger"}).content.decode()

    numbers = ("110", "120", "12345", settings.HUIYIN_HELP_PHONE)
    assert [number in said for number in numbers] == [True] * 4
    assert "现在先打电话" not in calm


@time_machine.travel("2026-01-16 10:42+08:00")
def test_the_promised_dates_are_shown_before_and_change_with_urgency(client, station, tang):
    client.force_login(tang)

    normal = client.get("/referrals/aside", {"urgency": "normal"}).context["said"].promises
    urgent = client.get("/referrals/aside", {"urgency": "urgent"}).context["said"].promises

    assert [p.until and p.until.astimezone().strftime("%m-%d") for p in normal] == [
        "01-21",
        "01-23",
        None,
        None,
    ]
    assert [p.until and p.until.astimezone().strftime("%m-%d") for p in urgent] == [
        "01-16",
        "01-19",
        None,
        None,
    ]


def test_errors_are_chinese_sentences_and_nothing_is_saved(client, tang, form):
    client.force_login(tang)

    response = client.post(
        "/referrals/new",
        {**form, "p0-phone": "1380236417", "p0-number": "11", "problem": "", "matter": ""},
    )

    page = response.content.decode()
    assert (response.status_code, Person.objects.count()) == (422, 0)
    for words in (
        "手机号是 11 位，现在是 10 位",
        "身份证号是 18 位，现在是 2 位",
        "还没有填：说说情况",
        "主要的难处",
    ):
        assert words in page
    assert ("邹桂兰" in page, "1380236417" in page) == (True, True)


def test_a_worker_enters_a_call(client, station, lin, form):
    client.force_login(lin)

    response = client.post("/referrals/enter", {**form, "source": "phone", "organisation": ""})

    referral = Referral.objects.get()
    assert (response.status_code, referral.source, referral.entered_by) == (302, "phone", lin)


def test_a_double_click_sends_once(client, tang, form):
    client.force_login(tang)

    first = client.post("/referrals/new", form)
    again = client.post("/referrals/new", {**form, "again": "on"})

    assert (first.url, Referral.objects.count()) == (again.url, 1)
