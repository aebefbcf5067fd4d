"""Three administrators, and none does another's act: every page and every verb, in one table."""

import pytest

from huiyin.access.policy import ROLES
from huiyin.access.rules import accounts, posts, units
from huiyin.access.tests.conftest import actor, at_desk
from huiyin.core import clock
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7

PAGES = {
    "/accounts": {"gao", "an"},
    "/accounts/new": {"gao"},
    "/units": {"gao", "an"},
    "/units/new": {"gao"},
    "/organisations/new": {"gao"},
    "/units/500108006A/edit": {"gao"},
    "/posts": {"an"},
    "/posts/new": {"an"},
    "/journal": {"shen"},
    "/verification": {"shen"},
    "/deputies": {"chen"},
}
EVERYBODY = ("gao", "an", "shen", "lin", "chen", "he", "zheng", "tang", "wu")


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_which_page(request, station, who):
    desk = at_desk(request.getfixturevalue(who))

    said = {path: desk.get(path).status_code for path in PAGES}

    assert said == {path: 200 if who in may else 403 for path, may in PAGES.items()}


VERBS = {
    "gao": {
        "account.open", "account.close", "account.reset", "account.unlock", "unit.open",
        "unit.edit", "organisation.open", "organisation.edit",
    },
    "an": {"post.grant", "post.end", "reach.grant", "reach.end"},
    "shen": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", ["gao", "an", "shen"])
def test_who_may_do_which_act(request, who, lin, station, committee):
    by = actor(request.getfixturevalue(who))
    post, day = lin.posts.get(), clock.today()
    acts = {
        "account.open": lambda: accounts.open_account(by=by, username="neu", name="新"),
        "account.reset": lambda: accounts.reset(lin, by=by),
        "account.unlock": lambda: accounts.unlock(lin, by=by),
        "unit.open": lambda: units.open_unit(by=by, code="x", name="x"),
        "unit.edit": lambda: units.edit_unit(station, by=by, name="x"),
        "organisation.open": lambda: units.open_organisation(by=by, kind="other", name="x"),
        "organisation.edit": lambda: units.edit_organisation(committee, by=by, name="x"),
        "post.grant": lambda: posts.grant_post(by=by, user=lin, role="x"),
        "post.end": lambda: posts.end_post(post, by=by, until=day),
        "reach.grant": lambda: posts.grant_reach(by=by, post=post, prefix="x", why="x"),
        "reach.end": lambda: posts.end_reach(post, by=by, until=day),
        "account.close": lambda: accounts.close(lin, by=by),
    }

    assert {verb for verb, act in acts.items() if is_hers(act)} == VERBS[who]


def is_hers(act) -> bool:
    """Whether the door let her in; what the rule of the work then says is another matter."""
    try:
        act()
    except NotAllowed:
        return False
    except (Refused, Unseen):
        return True
    return True


def test_no_administrator_sees_a_row_of_the_work(gao, an, shen):
    assert {actor(who).rows for who in (gao, an, shen)} == {"none"}
    shared = {"own", "gallery.view", "calendar.view"}
    for one, other in (("sysadmin", "secadmin"), ("sysadmin", "auditor"), ("secadmin", "auditor")):
        both = ROLES[one].can & ROLES[other].can - shared
        assert all(capability.endswith(".view") for capability in both)


@pytest.mark.parametrize("path", ["reset", "unlock", "close", "reopen"])
def test_the_verbs_of_an_account_are_for_the_system_administrator(an, shen, chen, lin, path):
    for who in (an, shen, chen):
        answer = at_desk(who).post(f"/accounts/{lin.pk}/{path}", {"act": uuid7()})
        assert answer.status_code == 403


def test_a_stale_page_changes_nothing(gao, lin):
    answer = at_desk(gao).post(f"/accounts/{lin.pk}/close", {})

    assert answer.status_code == 422
    lin.refresh_from_db()
    assert lin.is_active


def test_an_account_that_is_not_there_is_not_found(gao):
    assert at_desk(gao).get(f"/accounts/{uuid7()}").status_code == 404
    assert at_desk(gao).post(f"/accounts/{uuid7()}/close", {"act": uuid7()}).status_code == 404
