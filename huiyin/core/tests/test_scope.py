"""Which rows: one filter of literals, and an absent path lets nothing through."""

from typing import Any, cast
from uuid import UUID

import pytest
from django.db.models import Q

from huiyin.access.models import Deputy, Organisation, Post, Unit, User
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.scope import Scope
from huiyin.demo.builders import access as make

ME, ORG, PERSON, LOOP = (UUID(int=n) for n in range(4))
FULL = Scope(
    unit="unit", asker="asker_org", person="person", thread="id", named="named", own="user"
)
REACH = Actor(user=ME, rows="reach", reach=("500108006A",))


@pytest.mark.parametrize(
    ("actor", "paths"),
    [
        (Actor(user=ME, rows="none"), {"user"}),
        (Actor(user=ME, rows="asker", org=ORG), {"user", "asker_org"}),
        (Actor(user=ME, rows="asker"), {"user"}),
        (Actor(user=ME, rows="asker", org=ORG, people=frozenset({PERSON})),
         {"user", "asker_org", "named__in"}),
        (Actor(user=ME, rows="self", people=frozenset({PERSON})), {"user", "person__in"}),
        (Actor(user=ME, rows="none", people=frozenset({PERSON})), {"user"}),
        (Actor(user=ME, rows="none", threads=frozenset({LOOP})), {"user", "id__in"}),
        (Actor(user=ME, rows="reach", reach=("5",), people=frozenset({PERSON})),
         {"user", "unit__gte", "unit__lt", "person__in"}),
        (Actor(user=ME, rows="reach", reach=("5", "6")), {"user", "unit__gte", "unit__lt"}),
        (ANONYMOUS, set()),
    ],
)  # fmt: skip
def test_each_lens_opens_its_own_windows(actor, paths):
    assert _paths(FULL.q(actor)) - {"pk__in"} == paths


def _paths(condition: Q) -> set[str]:
    """The paths a filter looks at."""
    found: set[str] = set()
    for child in condition.children:
        found |= _paths(child) if isinstance(child, Q) else {str(cast(Any, child)[0])}
    return found


def test_a_path_that_is_absent_lets_nothing_through():
    assert _paths(Scope().q(REACH)) == {"pk__in"}
    assert _paths(Scope(asker="asker_org").q(REACH)) == {"pk__in"}


def test_rows_of_the_offices_are_seen_whole_by_who_holds_the_right():
    scope = Scope.held("account.view", own="id")

    assert scope.q(Actor(user=ME, can=frozenset({"account.view"}))) == Q()
    assert _paths(scope.q(Actor(user=ME))) == {"pk__in", "id"}


def test_a_noun_that_hangs_on_a_loop_is_seen_as_its_loop_is():
    assert Scope.of_loop() == Scope(
        unit="loop__unit", asker="loop__asker_org", person="loop__person", thread="loop"
    )


def test_a_reach_over_the_nation_sees_every_row(station, stranger):
    nation = Actor.system("复算")
    assert nation.reach == ("",)
    assert Deputy.objects.visible_to(nation).count() == 0
    assert Unit.objects.visible_to(nation).count() == 3


def test_a_job_of_a_district_reaches_its_district():
    assert Actor.system("x", chain="500108").reach == ("500108",)


def test_colleagues_see_each_others_accounts_and_nobody_elses(cast, rival, sister, gao):
    seen = {
        who: set(User.objects.visible_to(make.actor_for(getattr(cast, who))))
        for who in ("lin", "zheng", "tang", "shen")
    }

    assert seen["lin"] == {cast.lin, cast.chen, cast.he}
    assert seen["zheng"] == {cast.zheng, User.objects.get(username="feng")}
    assert (seen["tang"], seen["shen"]) == ({cast.tang}, {cast.shen})
    everybody = User.objects.count()
    assert User.objects.visible_to(make.actor_for(gao)).count() == everybody
    assert User.objects.visible_to(Actor.system("x")).count() == everybody
    assert User.objects.visible_to(ANONYMOUS).count() == 0


def test_everyone_sees_where_things_are_and_the_posts_she_holds(lin, tang, committee):
    by = make.actor_for(tang)

    assert Organisation.objects.visible_to(by).count() == 1
    assert list(Post.objects.visible_to(by)) == list(tang.posts.all())


def test_an_actor_knows_where_she_is():
    actor = Actor(user=ME, unit="500108006A012", stand_ins=frozenset({ORG}))

    assert (actor.station, actor.district, actor.known) == ("500108006A", "500108", True)
    assert actor.owners == (ME, ORG)
    assert (ANONYMOUS.owners, ANONYMOUS.known) == ((), False)
