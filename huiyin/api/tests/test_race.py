"""Ten programs send the same thing at the same moment, each on a connection of its own: one row, ten same answers."""

import json

import pytest

from huiyin.api.tests.conftest import machine, told
from huiyin.api.tests.test_records import body
from huiyin.api.tests.test_referrals import form
from huiyin.audit.models import Entry
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import make_area
from huiyin.demo.builders.contracts import make_boundary
from huiyin.demo.builders.residents import make_person
from huiyin.records.models import Record
from huiyin.referrals.models import Referral
from huiyin.residents.models import Person
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
TEN = 10


def send(asking, where, given):
    answer = asking.post(where, given)
    return answer.status_code, json.loads(answer.content)


def test_ten_same_deeds_are_one(lin, station):
    asking, given = machine(lin), body(make_person("向素芬", station))

    answers = at_once(*[lambda: send(asking, "records", given)] * TEN)

    assert (answers, answers[0][0]) == ([answers[0]] * TEN, 201)
    assert (Record.objects.count(), Entry.objects.filter(verb="record.write").count()) == (1, 1)


def test_ten_same_referrals_are_one(tang, station, room, chen, settings):
    settings.HUIYIN_DEMO = True
    make_boundary()
    make_area("500108006012", "石溪社区")
    asking, given = machine(tang), form()

    answers = at_once(*[lambda: send(asking, "referrals", given)] * TEN)

    assert (answers, answers[0][0]) == ([answers[0]] * TEN, 201)
    assert (Referral.objects.count(), Person.objects.count()) == (1, 1)


def test_the_control_with_ids_of_their_own_are_ten(lin, station):
    """The same race without the one thing that makes them one."""
    asking, given = machine(lin), body(make_person("向素芬", station))
    each = [{**given, "id": str(uuid7())} for _ in range(TEN)]

    answers = at_once(*[lambda one=one: send(asking, "records", one) for one in each])

    assert [status for status, _ in answers] == [201] * TEN
    assert Record.objects.count() == TEN
    assert told(asking.get("records"))[0] == 200
