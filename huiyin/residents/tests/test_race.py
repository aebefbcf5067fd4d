"""Two workers, two connections, the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huiyin.core.errors import Refused
from huiyin.core.gb import NumberKind
from huiyin.demo.builders import access
from huiyin.residents import rules
from huiyin.residents.models import Person
from huiyin.residents.tests.conftest import NUMBER

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_stations_registering_one_number_at_once_make_one_file(lin, zhao):
    start = Barrier(2)

    def register(user):
        try:
            by = access.actor_for(user)
            start.wait()
            rules.register(by=by, name="向秀芬", sex="2", number=NUMBER, number_kind=NumberKind.RIC)
        except Refused as refused:
            return str(refused)
        else:
            return "registered"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(register, (lin, zhao)))

    assert (answers.count("registered"), Person.objects.count()) == (1, 1)
    assert answers[1].startswith("这个证号已有档案，在")
