import pytest

from huiyin.access.models import Unit, User
from huiyin.cases.models import Case
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.residents import make_person
from huiyin.residents.models import Person


@pytest.fixture
def xiang(station: Unit) -> Person:
    return make_person("向素芬", station)


@pytest.fixture
def case(lin: User, station: Unit, xiang: Person) -> Case:
    return make_case(lin, station, xiang)
