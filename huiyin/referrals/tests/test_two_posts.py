"""双 holds two posts. In each she has the right of that post over the rows of that post, and of no other."""

import re

import pytest

from huiyin.core.errors import NotAllowed, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import rules as loops
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.residents import queries as residents

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(station, sister, committee):
    """Leads 弹子石, works in 海棠溪, and sits in the committee she lives under."""
    user = make.make_user("shuang", "双岗")
    return {
        "lead": make.make_post(user, "lead", unit=station),
        "worker": make.make_post(user, "worker", unit=sister),
        "clerk": make.make_post(user, "committee", organisation=committee),
    }


@pytest.fixture
def at(posts, client):
    """Her actor in one of them, and her desk set to it."""

    def sit(which):
        user = posts[which].user
        client.force_login(user)
        client.post("/account/post", {"post": posts[which].pk})
        return make.actor_for(user, posts[which])

    return sit


@pytest.fixture
def asks(station, sister, sun):
    """One referral at each station, from a committee that is not hers, and one from her own to 弹子石."""
    street = make.make_organisation("street", "海棠溪街道办事处", "500108007")
    user = make.make_user("hou", "侯勇")
    make.make_post(user, "street", organisation=street)
    return {
        "here": make_referral(sun, "向素芬"),
        "there": make_referral(user, "向素兰", station=sister),
    }


@pytest.fixture
def hers(asks, tang):
    """唐 of her own committee asked this one."""
    return make_referral(tang, "向素琴")


SEEN = {"lead": ["here", "hers"], "worker": ["there"], "clerk": ["hers"]}


@pytest.mark.parametrize("which", SEEN)
def test_the_page_the_list_the_search_and_the_menu_show_the_rows_of_that_post_only(
    client, at, asks, hers, which
):
    actor, every = at(which), {**asks, "hers": hers}
    mine = SEEN[which]

    pages = [key for key, one in every.items() if client.get(f"/referrals/{one.pk}").status_code == 200]  # fmt: skip
    listed = client.get("/referrals?show=all").content.decode()
    found = {p.name for p in residents.find("向素", actor)}
    options = client.post("/find/list", {"q": "向素"}).content.decode()

    assert pages == mine
    assert [key for key, one in every.items() if str(one.pk) in listed] == mine
    assert found == {every[key].person.name for key in mine}
    assert [key for key, one in every.items() if one.person.name in options] == mine
    assert count(listed, "/referrals") == len(mine)


def count(page, url):
    """The number beside an entry of the menu."""
    entry = re.search(rf'<a[^>]*href="{url}[^"]*"[^>]*>(?:(?!</a>).)*', page, re.DOTALL)
    assert entry
    return int(
        re.sub(r"\D", "", re.sub(r"<svg.*?</svg>|<[^>]+>", "", entry.group(), flags=re.DOTALL)) or 0
    )


def test_the_right_of_one_post_does_not_reach_the_rows_of_another(at, asks, hers, lin, zhao):
    lead, worker, clerk = (at(which) for which in ("lead", "worker", "clerk"))
    here, there = asks["here"], asks["there"]

    assert loops.assign(here.loop, by=lead, to=lin).owner == lin
    for actor, error, one in (
        (lead, Unseen, there), (worker, NotAllowed, there), (clerk, NotAllowed, hers),
    ):  # fmt: skip
        with pytest.raises(error):
            loops.assign(one.loop, by=actor, to=zhao)
    for actor, error, one in (
        (worker, Unseen, here), (lead, Unseen, there), (clerk, NotAllowed, hers),
    ):  # fmt: skip
        with pytest.raises(error):
            rules.accept(one, by=actor)
    for actor, error, one in (
        (clerk, Unseen, here), (lead, NotAllowed, hers), (worker, NotAllowed, there),
    ):  # fmt: skip
        with pytest.raises(error):
            rules.withdraw(one, by=actor)


def test_the_button_of_one_post_does_nothing_to_the_rows_of_another(client, at, asks, hers):
    """As posted from a page that stayed open while she changed post elsewhere."""
    answers = {}
    for which, one in (("worker", asks["here"]), ("lead", asks["there"]), ("clerk", hers)):
        at(which)
        answers[which] = client.post(f"/referrals/{one.pk}/accept", {"act": uuid7()}).status_code

    assert answers == {"worker": 404, "lead": 404, "clerk": 403}
    assert set(Referral.objects.values_list("state", flat=True)) == {"sent"}
