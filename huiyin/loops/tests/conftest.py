"""Two kinds of matters that exist in these tests only: an ask with three clocks, and a service opened for it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from huiyin.access.models import Organisation, Unit, User
from huiyin.core.actor import Actor
from huiyin.demo.builders import access, residents
from huiyin.demo.builders import loops as make
from huiyin.loops import kinds
from huiyin.loops.models import Loop
from huiyin.places import calendar
from huiyin.residents.models import Person

MONDAY = "2026-03-02T10:00:00+08:00"  # a week without holidays; 17:30 on Thursday the 5th is three working days on


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    before = dict(kinds._kinds)
    kinds.add(
        "ask", label="请托", url="loops:page", action="答复", clocks=("answer", "contact", "note")
    )
    kinds.add("service", label="服务", url="loops:page", action="记一笔")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    calendar.forget()
    with time_machine.travel(MONDAY, tick=False) as turned:
        yield turned
    calendar.forget()


@pytest.fixture
def actor() -> Callable[[User], Actor]:
    return access.actor_for


@pytest.fixture
def xiang(station: Unit, committee: Organisation) -> Person:
    """向秀芬, 78, whom the committee has named."""
    person = residents.make_person("向秀芬", station, birth_on=date(1948, 3, 2))
    residents.make_care(person, organisation=committee, grade="source")
    return person


@pytest.fixture
def ask(station: Unit, lin: User, xiang: Person, committee: Organisation) -> Loop:
    """The committee's ask about 向秀芬, owned by 林, agreed to a summary."""
    return make.make_loop(
        lin, station, kind="ask", person=xiang, asker_org=committee, asker_name="唐玉珍",
        asker_phone="13900004321", receipt=True,
    )  # fmt: skip


@pytest.fixture
def service(ask: Loop, lin: User, station: Unit, xiang: Person) -> Loop:
    """What 林 opened for it."""
    return make.make_loop(lin, station, kind="service", person=xiang, parent=ask)


@pytest.fixture
def signed_in(client: Any) -> Callable[[User], Any]:
    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in
