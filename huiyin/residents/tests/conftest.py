"""Three neighbours of 弹子石, and actors of the cast as short names."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huiyin.access.models import Unit, User
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import residents as make
from huiyin.residents.models import Person

NUMBER = make.make_number(date(1948, 3, 2))


@pytest.fixture
def xiang(station: Unit) -> Person:
    """向秀芬, 78 in 2026, with a number, a phone and an address."""
    return make.make_person(
        "向秀芬",
        station,
        number=NUMBER,
        phone="13800002607",
        whose="本人",
        address="弹子石新街 1 号",
        categories=("alone",),
    )


@pytest.fixture
def child(station: Unit) -> Person:
    """谭小禾, born on 23 November 2008: eighteen at midnight of 23 November 2026 in Beijing."""
    born = date(2008, 11, 23)
    return make.make_person("谭小禾", station, number=make.make_number(born), phone="13900001234")


@pytest.fixture
def inside() -> Callable[[User], Actor]:
    """The actor within some door, as inner rules require."""
    return lambda user: access.actor_for(user).within("test.door", uuid7())


@pytest.fixture
def actor() -> Callable[[User], Actor]:
    return access.actor_for


@pytest.fixture
def signed_in(client: Any) -> Callable[[User], Any]:
    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in
