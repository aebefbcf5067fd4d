import pytest

from huiyin.access.models import Unit, User
from huiyin.cases.models import Case
from huiyin.demo.builders import access
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.residents import make_person
from huiyin.residents.models import Person


@pytest.fixture
def xiang(station: Unit) -> Person:
    return make_person("向素芬", station, birth_on=None)


@pytest.fixture
def mei(station: Unit) -> User:
    """梅: a colleague of 林's at the same station."""
    user = access.make_user("mei", "梅青")
    access.make_post(user, "worker", unit=station)
    return user


@pytest.fixture
def case(lin: User, station: Unit, xiang: Person) -> Case:
    return make_case(lin, station, xiang)
