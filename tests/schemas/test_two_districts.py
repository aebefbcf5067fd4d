"""Two districts in two schemas of one PostgreSQL, over the same connection (run by make test-schemas)."""

import pytest
from django.db import connection, connections, transaction
from django.db.backends.postgresql import base

from huiyin.access.models import User
from huiyin.core import districts
from huiyin.demo.builders.access import make_user
from huiyin.loops.models import Loop
from huiyin.residents.models import Person
from tests import neighbour

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def next_door():
    def door():
        return districts.within(neighbour.NAME)

    return door


def names():
    return set(User.objects.values_list("username", flat=True))


def test_one_district_does_not_see_the_other_over_the_same_connection(next_door):
    make_user("lin", "林晓")
    with next_door():
        there, held = names(), connection.connection
    assert "clerk2" in there
    assert "lin" not in there
    assert names() == {"lin"}
    assert connection.connection is held


def test_what_is_unique_is_so_within_a_district(next_door):
    make_user("clerk2", "另一位孙兰")
    with next_door():
        assert User.objects.filter(username="clerk2").count() == 1
    assert User.objects.filter(username="clerk2").count() == 1


def test_people_and_promises_stay_at_home(next_door):
    with next_door():
        assert Person.objects.count() > 10
        assert Loop.objects.open().count() > 10
    assert (Person.objects.count(), Loop.objects.count()) == (0, 0)


def test_after_an_error_next_door_one_is_at_home_again(next_door):
    make_user("lin", "林晓")

    def fail():
        with next_door(), transaction.atomic():
            User.objects.count()
            raise RuntimeError("next door")

    with pytest.raises(RuntimeError, match="next door"):
        fail()
    assert names() == {"lin"}


def test_a_new_connection_stands_where_it_should(next_door):
    make_user("lin", "林晓")
    with next_door():
        connection.close()
        assert "clerk2" in names()
    connection.close()
    assert names() == {"lin"}


def test_nobody_changes_the_district_within_a_transaction(next_door):
    with transaction.atomic():
        User.objects.count()
        with next_door(), pytest.raises(RuntimeError, match="before a transaction"):
            User.objects.count()


def test_the_control_a_connection_that_is_not_asked_where_it_stands_leaks_the_last_district(
    next_door, monkeypatch
):
    make_user("lin", "林晓")
    with next_door():
        User.objects.count()
        unasked = base.DatabaseWrapper.ensure_connection
        monkeypatch.setattr(type(connections["default"]), "ensure_connection", unasked)
    leaked = names()
    monkeypatch.undo()
    assert "clerk2" in leaked
    assert names() == {"lin"}
