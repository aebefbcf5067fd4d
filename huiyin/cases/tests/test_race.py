"""Two colleagues open a case for one person at once, on two real connections; the control shows what the lock keeps."""

import threading

import pytest

from huiyin.access.models import Unit, User
from huiyin.cases import rules
from huiyin.cases.models import Case
from huiyin.core.errors import Refused
from huiyin.demo.builders import access
from huiyin.demo.builders import loops as make
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_person
from huiyin.loops.models import Loop
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 6


@pytest.fixture
def mei(station: Unit) -> User:
    user = access.make_user("mei", "梅青")
    access.make_post(user, "worker", unit=station)
    return user


def test_one_of_two_opens_it_and_the_other_is_told_so(lin, mei, station):
    actors = [actor_for(lin), actor_for(mei)]
    for n in range(ROUNDS):
        person = make_person(f"居民{n}", station)
        opening = [
            lambda by=by, user=user, person=person: rules.open(
                by=by, person=person, owner=user, unit=station, source="self"
            )
            for by, user in zip(actors, (lin, mei), strict=True)
        ]

        answers = at_once(*opening)

        assert {type(answer) for answer in answers} == {Case, Refused}
        assert Loop.objects.open().filter(kind="case", person=person).count() == 1


def test_the_control_that_looks_without_the_lock_opens_two(lin, mei, station):
    """The same race by hand: both look before either writes, as a rule without the person's lock would."""
    person = make_person("居民", station)
    looked = threading.Barrier(2)

    def careless(user: User) -> Loop:
        assert not Loop.objects.open().filter(kind="case", person=person).exists()
        looked.wait(timeout=20)
        return make.make_loop(user, station, kind="case", person=person)

    at_once(lambda: careless(lin), lambda: careless(mei))

    assert Loop.objects.open().filter(kind="case", person=person).count() == 2


def test_two_people_at_once_get_two_numbers(lin, mei, station):
    people = [make_person(f"居民{n}", station) for n in range(2)]
    pairs = list(zip((lin, mei), people, strict=True))

    at_once(
        *(
            lambda user=user, person=person: rules.open(
                by=actor_for(user), person=person, owner=user, unit=station, source="self"
            )
            for user, person in pairs
        )
    )

    assert Case.objects.values("number").distinct().count() == 2
