from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huiyin.access.models import Unit, User
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.demo.builders import access, rights
from huiyin.demo.builders import residents as make
from huiyin.residents.models import Person
from huiyin.rights.models import RevealRequest


@pytest.fixture
def child(station: Unit) -> Person:
    """谭小禾, ten years old whenever the tests run."""
    born = date(clock.today().year - 10, 1, 1)
    return make.make_person("谭小禾", station, number=make.make_number(born), phone="13900001234")


@pytest.fixture
def asked(child: Person, lin: User) -> RevealRequest:
    return rights.make_request(child, lin)


@pytest.fixture
def actor() -> Callable[[User], Actor]:
    return access.actor_for


@pytest.fixture
def signed_in(client: Any) -> Callable[[User], Any]:
    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in
