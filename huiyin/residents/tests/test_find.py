"""Search first, within sight; the people one dealt with last stand first."""

import pytest

from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed
from huiyin.demo.builders import residents as make
from huiyin.residents import queries, rules
from huiyin.residents.tests.conftest import NUMBER


@pytest.fixture
def street(station):
    """Four people whose names share characters and sounds."""
    names = ("向秀芬", "谭秀芬", "向勇", "阿卜杜拉·买买提江")
    return [
        make.make_person(n, station, phone=f"1380000260{i}", number=NUMBER if not i else "")
        for i, n in enumerate(names)
    ]


def names(found):
    return [person.name for person in found]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("向秀芬", ["向秀芬"]),
        ("秀芬", ["谭秀芬", "向秀芬"]),
        ("芬", ["谭秀芬", "向秀芬"]),
        ("向", ["向秀芬", "向勇"]),
        ("买买提", ["阿卜杜拉·买买提江"]),
        ("xiangxiu", ["向秀芬"]),
        ("Xiang Xiu", ["向秀芬"]),
        ("xxf", ["向秀芬"]),
        ("x", ["向秀芬", "向勇"]),
        ("2603", ["阿卜杜拉·买买提江"]),
        ("138 0000 2601", ["谭秀芬"]),
        ("１３８００００２６０２", ["向勇"]),
        (NUMBER, ["向秀芬"]),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:].lower()}", ["向秀芬"]),
        ("秀英", []),
        ("9999", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("' OR 1=1", []),
    ],
)
def test_what_one_types_finds_whom_one_means(actor, lin, street, q, found):
    assert names(queries.find(q, actor(lin))) == found


def test_the_last_seen_stand_first_among_equals(actor, lin, street):
    first, second = queries.find("秀芬", actor(lin))

    rules.look(second, by=actor(lin))

    assert queries.find("秀芬", actor(lin)) == [second, first]


def test_an_exact_name_stands_before_a_longer_one_seen_last(actor, lin, station):
    exact, longer = make.make_person("王芳", station), make.make_person("王芳华", station)
    rules.look(longer, by=actor(lin))

    assert queries.find("王芳", actor(lin)) == [exact, longer]


def test_the_last_seen_are_found_however_many_share_the_name(actor, lin, station):
    people = [make.make_person("王芳", station) for _ in range(70)]
    last = max(people, key=lambda p: p.pk)
    rules.look(last, by=actor(lin))

    assert queries.find("王芳", actor(lin))[0] == last


@pytest.mark.parametrize("who", ["he", "zheng", "zhao", "zhou", "tang", "wu", "gao", "an", "shen"])
@pytest.mark.parametrize("q", ["向秀芬", "xxf", "2600", NUMBER])
def test_nobody_finds_whom_she_may_not_see(request, actor, street, who, q):
    assert queries.find(q, actor(request.getfixturevalue(who))) == []


def test_a_room_worker_finds_the_people_of_her_room_only(actor, he, room, other_room):
    mine = make.make_person("向秀芬", room)
    make.make_person("向秀芬", other_room)

    assert queries.find("向秀芬", actor(he)) == [mine]


def test_a_clerk_finds_whom_her_committee_named(actor, tang, sun, committee, station):
    person = make.make_person("向秀芬", station, claimed=True)
    make.make_care(person, organisation=committee, grade="source")

    assert (queries.find("秀芬", actor(tang)), queries.find("秀芬", actor(sun))) == ([person], [])
    assert queries.recent(actor(tang)) == [person]


def test_before_a_letter_is_typed_only_the_last_seen_are_offered(actor, lin, street):
    assert queries.recent(actor(lin)) == []

    rules.look(street[1], by=actor(lin))

    assert names(queries.recent(actor(lin))) == ["谭秀芬"]


def test_finding_costs_the_same_for_one_and_for_three(
    actor, lin, station, django_assert_num_queries
):
    by = actor(lin)
    for _ in range(2):
        make.make_person("王芳", station)
        make.make_person("王芳", station)
        with django_assert_num_queries(2):
            queries.find("王芳", by)


def test_whom_one_wrote_a_deed_about_is_remembered_as_seen(actor, inside, lin, street):
    rules.remember(street[2], by=inside(lin))
    rules.remember(street[0], by=inside(lin))
    rules.remember(street[2], by=inside(lin))

    assert names(queries.recent(actor(lin))) == ["向勇", "向秀芬"]


def test_a_job_has_no_eyes(station, xiang):
    job = Actor.system("提醒", chain="500108", can=frozenset({"person.view"}))

    with pytest.raises(NotAllowed):
        rules.look(xiang, by=job)
