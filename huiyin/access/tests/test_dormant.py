"""Ninety days without signing in: closed when nothing is owed, else at rest and before the lead."""

from datetime import timedelta

import pytest
import time_machine

from huiyin.access import debts, queries, tasks
from huiyin.access.models import User
from huiyin.access.rules import accounts
from huiyin.access.tests.conftest import PASSWORD, actor, signed_in
from huiyin.audit.models import Entry
from huiyin.core import clock


@pytest.fixture
def later():
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False) as now:
        yield now


@pytest.fixture
def awake(ling, tang):
    """Two who can sign in; the receivers of the stations have no password here and are at rest anyway."""
    tang.set_password(PASSWORD)
    tang.save()


def test_who_owes_nothing_is_closed(awake, tang, later):
    tasks.close_dormant()

    assert User.objects.get(pk=tang.pk).is_active is False
    line = Entry.objects.get(target=tang.pk)
    assert (line.verb, line.user, line.label) == ("account.close", None, "休眠账号")


def test_who_owes_rests_and_stays_where_the_matters_are(awake, ling, later, monkeypatch):
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A"] * (user == ling.pk))

    tasks.close_dormant()
    tasks.close_dormant()

    row = queries.account(User.objects.select_related("seat").get(pk=ling.pk))
    assert (row.state, row.owes) == ("resting", "1 项闭环事项")
    assert Entry.objects.filter(target=ling.pk, verb="account.rest").count() == 1
    assert signed_in(ling).get("/account").status_code == 302


def test_once_it_is_handed_on_the_next_round_closes_it(awake, ling, later, monkeypatch):
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A"] * (user == ling.pk))
    tasks.close_dormant()
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: [])

    tasks.close_dormant()

    assert User.objects.get(pk=ling.pk).is_active is False


def test_a_reset_wakes_it_for_ninety_days_more(awake, ling, gao, later, monkeypatch):
    monkeypatch.setitem(debts._owed, "闭环事项", lambda user: ["500108006A"])
    tasks.close_dormant()
    accounts.reset(ling, by=actor(gao))

    later.shift(timedelta(days=89))
    tasks.close_dormant()

    assert User.objects.get(pk=ling.pk).has_usable_password()


def test_who_has_signed_in_is_left_alone(awake, ling, later):
    User.objects.filter(pk=ling.pk).update(seen_on=clock.today() - timedelta(days=90))

    tasks.close_dormant()

    assert User.objects.get(pk=ling.pk).is_active is True
