"""The pages: who may, what a list costs, and that what was typed wrongly comes back."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.loops import make_loop
from huiyin.demo.builders.referrals import PHONE, make_call, make_referral
from huiyin.demo.builders.residents import make_number, make_person
from huiyin.loops.models import Loop
from huiyin.referrals import askers, lists, rules
from huiyin.referrals import queries as referrals
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer

pytestmark = pytest.mark.django_db
EVERYONE = ("lin", "chen", "he", "zheng", "zhao", "zhou", "tang", "sun", "wu", "gao", "an", "shen")
STATION = {"lin", "chen", "he"}
STRANGERS = {"zheng", "zhao", "zhou"}


def statuses(cast, method, path, **data):
    found = {}
    for who in EVERYONE:
        client = Client()
        client.force_login(getattr(cast, who))
        given = {**data, "act": str(uuid7())} if method == "post" else data
        found[who] = getattr(client, method)(path, given).status_code
    return found


def table(ours, asker, *, strangers=404, sister_clerks=404):
    """Status by who she is: of the station, the asking committee, strangers, other outsiders, administrators."""
    return {
        **dict.fromkeys(STATION, ours), **dict.fromkeys(STRANGERS, strangers), "tang": asker,
        **dict.fromkeys(("sun", "wu"), sister_clerks), **dict.fromkeys(("gao", "an", "shen"), 403),
    }  # fmt: skip


@pytest.mark.parametrize("page", ["", "/receipt", "/receipt.pdf"])
def test_who_may_see_a_referral_and_its_receipt(cast, station, page):
    referral = make_referral(cast.tang)
    assert statuses(cast, "get", f"/referrals/{referral.pk}{page}") == table(200, 200)


VERBS = {
    "return": ({"words": "女儿的电话是多少？"}, table(302, 403, sister_clerks=403)),
    "decline": (
        {"reason": "area", "words": "不住本街。", "alternative": "找海棠溪站。"},
        table(302, 403, sister_clerks=403),
    ),
    "inform": ({"words": "已打过电话。", "level": "status"}, table(302, 403, sister_clerks=403)),
    "resend": ({"words": "女儿周三在家。"}, table(403, 302, strangers=403)),
    "withdraw": ({"words": ""}, table(403, 302, strangers=403)),
    "contact": ({"purpose": "约上门"}, table(200, 403, sister_clerks=403)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_say_what(cast, station, verb):
    """Each of the cast on a referral of its own, so that one person's verb does not spend another's."""
    data, expected = VERBS[verb]
    found = {}
    for who in EVERYONE:
        referral = make_referral(cast.tang, f"居民{who}")
        client = Client()
        client.force_login(getattr(cast, who))
        path = f"/referrals/{referral.pk}/{verb}"
        found[who] = client.post(path, {**data, "act": str(uuid7())}).status_code
    assert found == expected


def test_who_may_accept(cast, station):
    found = {}
    for who in EVERYONE:
        referral = make_referral(cast.tang, f"居民{who}")
        client = Client()
        client.force_login(getattr(cast, who))
        found[who] = client.post(
            f"/referrals/{referral.pk}/accept", {"act": str(uuid7())}
        ).status_code
    assert found == table(302, 403, sister_clerks=403)


def test_who_may_answer_and_pass_on(cast, station, sister):
    for verb, data in (
        ("answer", {"words": "好了。", "level": "status"}),
        ("pass_on", {"words": "他住海棠溪。", "station": sister.code}),
    ):
        found = {}
        for who in EVERYONE:
            referral = make_referral(cast.tang, f"居民{who}{verb}")
            if verb == "answer":
                rules.accept(referral, by=actor_for(cast.chen))
            client = Client()
            client.force_login(getattr(cast, who))
            path = f"/referrals/{referral.pk}/{verb}"
            found[who] = client.post(path, {**data, "act": str(uuid7())}).status_code
        assert (verb, found) == (verb, table(302, 403, sister_clerks=403))


def test_who_may_agree_or_object_to_a_no(cast, station):
    for verb in ("agree", "object"):
        found = {}
        for who in EVERYONE:
            referral = make_referral(cast.tang, f"居民{who}{verb}")
            no = {"reason": "other", "words": "见过。", "alternative": "再等等。"}
            rules.decline(referral, by=actor_for(cast.lin), **no)
            client = Client()
            client.force_login(getattr(cast, who))
            path = f"/referrals/{referral.pk}/{verb}"
            found[who] = client.post(path, {"words": "再看看。", "act": str(uuid7())}).status_code
        nobody = dict.fromkeys(EVERYONE, 403)
        assert (verb, found) == (verb, nobody | {"chen": 302, "zhao": 404})


def test_who_may_open_the_forms_and_lists(cast, station):
    askers, staff = {"tang", "sun", "wu"}, STATION | STRANGERS
    for path, allowed in (
        ("/committee", askers), ("/referrals/new", askers), ("/referrals/enter", staff),
        ("/referrals", askers | staff), ("/referrals/newcomers", staff), ("/referrals/aside", askers | staff),
    ):  # fmt: skip
        found = statuses(cast, "get", path)
        assert (path, {who for who, status in found.items() if status == 200}) == (path, allowed)
        assert set(found.values()) == {200, 403}


READS = {
    "/committee": ("tang", lambda actor: askers.home(actor), 8),
    "/referrals": ("tang", lambda actor: lists.listed(actor, {}), 2),
    "/referrals?show=all": ("lin", lambda actor: lists.listed(actor, {"show": "all"}), 2),
    "/referrals/newcomers": ("lin", lambda actor: (lists.count(actor), lists.newcomers(actor)), 3),
}


@pytest.mark.parametrize("path", READS)
def test_a_list_costs_the_same_for_one_and_for_three(client, station, room, lin, tang, path):
    """The reads under one literal count; the page around them, whose menu other rooms fill, at least the same."""
    who, read, queries = READS[path]
    user = {"tang": tang, "lin": lin}[who]
    client.force_login(user)
    spent = []
    for names in (["向素芬"], ["邹桂兰", "牟建平"]):
        for name in names:
            done = make_referral(tang, Newcomer(name, "2"))
            rules.accept(done, by=actor_for(lin))
            rules.answer(done, by=actor_for(lin), words="每周去看她。", level="status")
            make_referral(tang, Newcomer(f"{name}家", "2", date(1950, 1, 1)))
        client.get(path)  # the calendar of these years is remembered for a minute
        spent.append(
            (
                _count(lambda: read(actor_for(user))) - _count(lambda: actor_for(user)),
                _count(lambda: client.get(path)),
            )
        )
    assert spent == [(queries, spent[0][1])] * 2


def _count(reading):
    with CaptureQueriesContext(connection) as spy:
        reading()
    return len(spy)


def test_the_menus_numbers_are_the_lengths_of_what_they_open(client, station, tang, lin):
    make_referral(tang, "邹桂兰")
    rules.accept(make_referral(tang, "向素芬"), by=actor_for(lin))
    rules.return_(make_referral(tang, "谭小雨"), by=actor_for(lin), words="哪一栋？")
    for user, n in ((tang, 3), (lin, 1)):
        client.force_login(user)
        listed = client.get("/referrals").context["listed"]
        assert (lists.count(actor_for(user)), len(listed.lines)) == (n, n)


def test_the_list_is_filtered_sorted_and_paged(client, station, tang, lin, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    days = ("2026-01-12", "2026-01-13", "2026-01-14")
    for name, day in zip(("甲一", "乙二", "丙三"), days, strict=True):
        with time_machine.travel(f"{day} 10:00+08:00"):
            make_referral(tang, name)
    client.force_login(lin)

    first = client.get("/referrals?sort=new").context["listed"]
    second = client.get(f"/referrals{first.older}").context["listed"]

    assert _names(first) == ["丙三", "乙二"]
    assert (_names(second), second.older, second.newer) == (["甲一"], "", "?show=waiting&sort=new")
    assert _names(client.get("/referrals").context["listed"]) == ["甲一", "乙二"]
    assert _names(client.get("/referrals?show=doing").context["listed"]) == []
    assert _names(client.get("/referrals?show=nonsense&after=x").context["listed"]) == [
        "甲一",
        "乙二",
    ]


def test_the_committees_home_says_how_many_were_answered(client, station, tang, lin):
    with time_machine.travel("2026-01-05 10:00+08:00"):
        make_referral(tang, "向素芬")
        done = make_referral(tang, "蒲德贵")
        rules.accept(done, by=actor_for(lin))
        rules.answer(done, by=actor_for(lin), words="每周二去看他。", level="summary")
    with time_machine.travel("2026-01-16 10:42+08:00"):
        make_referral(tang, "邹桂兰", urgency="urgent")
        client.force_login(tang)
        home = client.get("/committee").context["home"]

    assert (home.asked, home.answered, home.late) == (3, 1, 1)
    assert [(one.line.title, one.line.glyph, one.action) for one in home.waiting] == [
        ("向素芬：答复受不受理", "late", "nudge"), ("邹桂兰：答复受不受理", "open", "resend"),
    ]  # fmt: skip
    assert [
        (one.line.referral.person.name, one.echo.words, one.may_object) for one in home.heard
    ] == [("蒲德贵", "每周二去看他。", True)]


def test_a_no_on_its_way_to_the_lead_looks_to_the_committee_like_what_waits(
    client, station, tang, lin
):
    rules.decline(
        make_referral(tang), by=actor_for(lin), reason="other", words="不成。", alternative="别处。"
    )
    client.force_login(tang)

    listed = client.get("/referrals").context["listed"]
    assert [(line.words, line.glyph) for line in listed.lines] == [("等答复受不受理", "open")]
    page = client.get(f"/referrals/{listed.lines[0].referral.pk}").content.decode()
    assert ("拟不受理" in page, "不成。" in page, "别处。" in page) == (False, False, False)


def test_the_station_sees_who_it_may_be_and_the_clerk_does_not(client, station, tang, lin):
    number = make_number(date(1947, 3, 1))
    known = make_person("向素芬", station, number=number)
    referral = make_referral(tang, Newcomer("向素芬", "2", number_kind="ric", number=number))

    client.force_login(lin)
    theirs = client.get(f"/referrals/{referral.pk}").context["page"]
    assert [match.person for match in theirs.matches] == [known]
    client.force_login(tang)
    assert str(known.pk) not in client.get(f"/referrals/{referral.pk}").content.decode()


def test_whom_another_station_knows_is_named_by_a_mask_and_without_a_link(
    client, station, rival, tang, lin
):
    number = make_number(date(1947, 3, 1))
    known = make_person("向素琼", rival, number=number)
    referral = make_referral(tang, Newcomer("向素芬", "2", number_kind="ric", number=number))
    client.force_login(lin)

    page = client.get(f"/referrals/{referral.pk}").content.decode()

    assert [known.name in page, str(known.pk) in page] == [False, False]
    assert ["向＊琼" in page, "证号相同" in page, "弹子石第二社工站" in page] == [True, True, True]


def test_the_askers_telephone_is_masked_until_it_is_opened_for_a_purpose(client, station, lin):
    referral = make_call(lin)
    client.force_login(lin)

    assert PHONE not in client.get(f"/referrals/{referral.pk}").content.decode()
    without = client.post(f"/referrals/{referral.pk}/contact", {"purpose": "", "act": str(uuid7())})
    assert (without.status_code, PHONE in without.content.decode()) == (422, False)
    opened = client.post(
        f"/referrals/{referral.pk}/contact", {"purpose": "约上门", "act": str(uuid7())}
    )
    assert PHONE in opened.content.decode()
    assert PHONE not in client.get(f"/referrals/{referral.pk}").content.decode()


def test_without_a_purpose_the_rule_itself_refuses(station, lin):
    with pytest.raises(Refused, match="写明为什么"):
        rules.contact(make_call(lin), by=actor_for(lin), purpose=" ")


def test_a_worker_has_no_asks_of_her_own_to_repeat(station, lin):
    assert referrals.twins(actor_for(lin), [Newcomer("向素芬")]) == []


def test_a_referral_that_came_of_something_else_is_answered_for_itself(station, tang, lin):
    referral = make_referral(tang)
    Loop.objects.filter(pk=referral.pk).update(parent=make_loop(lin, station, kind="promise"))

    assert referrals.asked(Referral.objects.get()) == referral.loop


def test_words_that_are_missing_are_said_at_the_field(client, station, tang, lin):
    referral = make_referral(tang)
    client.force_login(lin)

    response = client.post(f"/referrals/{referral.pk}/return", {"words": "", "act": str(uuid7())})

    assert response.status_code == 422
    assert response.context["forms"]["return_"].errors == {"words": ["还没有填：对转介人说。"]}
    assert Referral.objects.get().state == "sent"


def test_the_panels_say_what_waits(client, station, tang, lin):
    referral = make_referral(tang)
    rules.accept(referral, by=actor_for(lin))
    client.force_login(lin)

    case = Referral.objects.get().result_id
    assert len(client.get(f"/referrals/of-case/{case}").context["lines"]) == 1
    assert len(client.get(f"/referrals/of-person/{referral.person.pk}").context["lines"]) == 1
    assert client.get("/referrals/newcomers").context["n"] == 0


def _names(listed):
    return [line.referral.person.name for line in listed.lines]


def test_the_panel_of_a_case_out_of_sight_is_not_there(client, station, tang, lin, zhou):
    referral = make_referral(tang)
    rules.accept(referral, by=actor_for(lin))
    case = Referral.objects.get().result_id
    client.force_login(zhou)

    assert client.get(f"/referrals/of-case/{case}").status_code == 404
    assert client.get(f"/referrals/of-case/{uuid7()}").status_code == 404
