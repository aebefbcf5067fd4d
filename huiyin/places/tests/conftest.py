from collections.abc import Callable, Iterator
from typing import Any

import pytest

from huiyin.access.models import User
from huiyin.places import calendar, loading


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def shipped(db: None) -> None:
    """The calendar as it ships: 2024 to the last year the package knows."""
    loading.days()


@pytest.fixture
def signed_in(client: Any) -> Callable[[User], Any]:
    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in
