"""One person, two files: a pointer, and the way back."""

from datetime import timedelta

import pytest
import time_machine

from huiyin.access.models import Post, Reach
from huiyin.core import clock
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders import access
from huiyin.demo.builders import residents as make
from huiyin.residents import queries, rules
from huiyin.residents.models import Care, Merge, Person, State
from huiyin.residents.tests.conftest import NUMBER


def states(*people):
    return [Person.objects.get(pk=p.pk).state for p in people]


def test_taking_in_an_unknown_person_makes_her_known_at_the_station(inside, lin, station, sister):
    claimed = make.make_person("向秀芬", sister, claimed=True)

    person = rules.take_in(claimed, by=inside(lin), unit=station)

    assert (person, person.state, person.unit) == (claimed, State.KNOWN, station)


def test_taking_in_a_known_number_goes_on_with_the_file_there_is(inside, lin, station, xiang):
    claimed = make.make_person("向秀芬", station, number=NUMBER, claimed=True)

    person = rules.take_in(claimed, by=inside(lin), unit=station)

    assert (person, states(claimed, xiang)) == (xiang, [State.MERGED, State.KNOWN])
    assert set(xiang.ids()) == {xiang.pk, claimed.pk}


def test_taking_in_again_answers_the_same_person(inside, lin, station, xiang):
    claimed = make.make_person("向秀芬", station, number=NUMBER, claimed=True)

    again = [rules.take_in(p, by=inside(lin), unit=station) for p in (claimed, claimed, xiang)]

    assert again == [xiang, xiang, xiang]
    assert Merge.objects.count() == 1


def test_a_sister_station_that_serves_a_known_person_sees_her(inside, actor, zhao, sister, xiang):
    claimed = make.make_person("向秀芬", sister, number=NUMBER, claimed=True)
    assert xiang not in Person.objects.visible_to(actor(zhao))

    rules.take_in(claimed, by=inside(zhao), unit=sister)

    assert xiang in Person.objects.visible_to(actor(zhao))
    assert [(c.unit, c.grade) for c in Care.objects.filter(person=xiang)] == [(sister, "reader")]


def test_nobody_is_taken_in_across_districts(inside, zhou, stranger, xiang):
    with pytest.raises(Refused, match="另一个区"):
        rules.take_in(xiang, by=inside(zhou), unit=stranger)


def test_a_lead_merges_two_files_and_finds_one(actor, chen, station, xiang):
    twin = make.make_person("向秀芬", station)
    lead = actor(chen)

    rules.merge(twin, by=lead, winner=xiang)

    assert states(twin, xiang) == [State.MERGED, State.KNOWN]
    assert queries.find("向秀芬", lead) == [xiang]


def test_a_chain_of_merges_keeps_one_root_and_comes_apart_as_it_was(actor, chen, station):
    first, second, third = (make.make_person(name, station) for name in ("向甲", "向乙", "向丙"))
    lead = actor(chen)
    rules.merge(first, by=lead, winner=second)
    rules.merge(second, by=lead, winner=third)
    assert set(third.ids()) == {first.pk, second.pk, third.pk}

    rules.unmerge(second, by=lead)

    assert (set(second.ids()), set(third.ids())) == ({first.pk, second.pk}, {third.pk})
    assert states(first, second, third) == [State.MERGED, State.KNOWN, State.KNOWN]


def test_an_undone_claim_waits_to_be_checked_again(actor, chen, inside, station, xiang):
    claimed = make.make_person("向秀芬", station, number=NUMBER, claimed=True)
    rules.take_in(claimed, by=inside(chen), unit=station)

    rules.unmerge(claimed, by=actor(chen))

    assert (states(claimed, xiang), Merge.objects.count()) == ([State.CLAIMED, State.KNOWN], 0)


def test_after_thirty_days_a_merge_stays(actor, chen, station, xiang):
    twin = make.make_person("向秀芬", station)
    rules.merge(twin, by=actor(chen), winner=xiang)

    late = time_machine.travel(clock.now() + timedelta(days=31), tick=False)
    with late, pytest.raises(Refused, match="30 天"):
        rules.unmerge(twin, by=actor(chen))


def test_what_cannot_be_merged_says_why(actor, chen, station, xiang):
    lead, twin, third = (
        actor(chen),
        make.make_person("向秀芬", station),
        make.make_person("谭勇", station),
    )
    with pytest.raises(Refused, match="同一份档案"):
        rules.merge(xiang, by=lead, winner=xiang)
    rules.merge(twin, by=lead, winner=xiang)
    with pytest.raises(Refused, match="已并入"):
        rules.merge(third, by=lead, winner=twin)
    with pytest.raises(Refused, match="已并入"):
        rules.merge(twin, by=lead, winner=third)
    with pytest.raises(Refused, match="没有并入"):
        rules.unmerge(xiang, by=lead)


def test_a_worker_does_not_merge_and_a_lead_only_within_her_sight(
    actor, lin, zhao, station, sister, xiang
):
    theirs = make.make_person("向秀芬", sister)
    with pytest.raises(NotAllowed):
        rules.merge(theirs, by=actor(lin), winner=xiang)
    with pytest.raises(Unseen):
        rules.merge(theirs, by=actor(zhao), winner=xiang)


def test_the_asker_goes_on_seeing_what_she_wrote_and_not_what_it_became(
    inside, actor, lin, tang, committee, station, xiang
):
    claimed = make.make_person("向秀芬", station, number=NUMBER, claimed=True)
    make.make_care(claimed, organisation=committee, grade="source")
    rules.take_in(claimed, by=inside(lin), unit=station)

    assert queries.find("向秀芬", actor(tang)) == [claimed]


def test_whoever_cares_for_either_file_beyond_her_reach_sees_the_one_that_stays(
    inside, actor, zheng, lin, station, xiang
):
    claimed = make.make_person("向秀芬", station, number=NUMBER, claimed=True)
    make.make_care(claimed, user=zheng)
    rules.take_in(claimed, by=inside(lin), unit=station)

    assert set(Person.objects.visible_to(actor(zheng))) == {claimed, xiang}


def test_a_person_has_one_file_in_each_district(actor, chen, stranger, xiang):
    access.make_post(chen, "lead", unit=stranger)
    post = Post.objects.get(user=chen, unit="500108006A")
    Reach.objects.create(post=post, prefix="500105", why="两个区的站长")
    theirs = make.make_person("向秀芬", stranger)

    with pytest.raises(Refused, match="不在同一个区"):
        rules.merge(theirs, by=access.actor_for(chen, post), winner=xiang)
