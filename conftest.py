"""The cast. Two districts, one street with two operators: whoever must never see a row has rows to leak to.

林 works and 陈 leads at 弹子石; 郑 works for a second operator in the same street; 赵 leads a sister station
of the district; 周 works in another district. 唐 and 孙 are clerks of two committees of 弹子石; 吴 is the
street's officer. 高, 安 and 沈 are the three administrators.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from huiyin.access.models import Organisation, Unit, User
from huiyin.demo.builders import access as make
from huiyin.places import calendar
from tests import neighbour


@pytest.fixture(autouse=True)
def _calendar() -> None:
    """Each test reads the calendar for itself: it asks as many queries whatever ran before it."""
    calendar.forget()


@pytest.fixture(scope="session", autouse=True)
def _neighbour(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the tests run in one of two districts (make test-schemas), the other one ends as it began."""
    if not neighbour.NAME:
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        before = neighbour.rows()
    yield
    with blocker.unblock():
        assert neighbour.rows() == before


@pytest.fixture
def lin(station: Unit) -> User:
    return _staff("lin", "林晓", "worker", station)


@pytest.fixture
def chen(station: Unit) -> User:
    return User.objects.get(username="chen")


@pytest.fixture
def he(room: Unit) -> User:
    """何: the worker of one community's room."""
    return _staff("he", "何川", "room", room)


@pytest.fixture
def zheng(rival: Unit) -> User:
    return _staff("zheng", "郑岚", "worker", rival)


@pytest.fixture
def zhao(sister: Unit) -> User:
    return User.objects.get(username="zhao")


@pytest.fixture
def zhou(stranger: Unit) -> User:
    return _staff("zhou", "周远", "worker", stranger)


@pytest.fixture
def tang(committee: Organisation) -> User:
    return _outsider("tang", "唐玉珍", "committee", committee)


@pytest.fixture
def sun(other_committee: Organisation) -> User:
    return _outsider("sun", "孙兰", "committee", other_committee)


@pytest.fixture
def wu(db: None) -> User:
    street = make.make_organisation("street", "弹子石街道办事处", "500108006")
    return _outsider("wu", "吴建", "street", street, reach=("500108006",))


@pytest.fixture
def gao(office: Organisation) -> User:
    return _outsider("gao", "高工", "sysadmin", office)


@pytest.fixture
def an(office: Organisation) -> User:
    return _outsider("an", "安宁", "secadmin", office)


@pytest.fixture
def shen(office: Organisation) -> User:
    return _outsider("shen", "沈明", "auditor", office)


@pytest.fixture
def hub(db: None) -> Unit:
    return make.make_unit("500108", "南岸区社工总站")


@pytest.fixture
def station(hub: Unit) -> Unit:
    return _station("500108006A", "弹子石街道社工站", "chen", "陈站")


@pytest.fixture
def rival(station: Unit) -> Unit:
    return _station("500108006B", "弹子石第二社工站", "feng", "冯站")


@pytest.fixture
def sister(hub: Unit) -> Unit:
    return _station("500108007A", "海棠溪街道社工站", "zhao", "赵站")


@pytest.fixture
def stranger(db: None) -> Unit:
    return _station("500105001A", "另一区的社工站", "qian", "钱站")


@pytest.fixture
def room(station: Unit) -> Unit:
    return make.make_unit("500108006A012", "石溪社区社工室")


@pytest.fixture
def other_room(station: Unit) -> Unit:
    return make.make_unit("500108006A013", "望江社区社工室")


@pytest.fixture
def committee(db: None) -> Organisation:
    return make.make_organisation("committee", "石溪社区居委会", "500108006012")


@pytest.fixture
def other_committee(db: None) -> Organisation:
    return make.make_organisation("committee", "望江社区居委会", "500108006013")


@pytest.fixture
def office(db: None) -> Organisation:
    return make.make_organisation("other", "南岸区社工总站办公室", "500108")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> SimpleNamespace:
    """Everyone at once, for tables of who may."""
    names = ("lin", "chen", "he", "zheng", "zhao", "zhou", "tang", "sun", "wu", "gao", "an", "shen")
    return SimpleNamespace(**{name: request.getfixturevalue(name) for name in names})


def _station(code: str, name: str, username: str, lead: str) -> Unit:
    user = make.make_user(username, lead)
    unit = make.make_unit(code, name, receiver=user)
    make.make_post(user, "lead", unit=unit)
    return unit


def _staff(username: str, name: str, role: str, unit: Unit) -> User:
    user = make.make_user(username, name)
    make.make_post(user, role, unit=unit)
    return user


def _outsider(
    username: str, name: str, role: str, organisation: Organisation, *, reach: tuple[str, ...] = ()
) -> User:
    user = make.make_user(username, name)
    make.make_post(user, role, organisation=organisation, reach=reach)
    return user
