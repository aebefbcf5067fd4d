"""Who buys and who is bought from, beside a district of strangers."""

import pytest

from huiyin.access.models import Organisation, Unit, User
from huiyin.demo.builders.access import make_organisation, make_post, make_user


@pytest.fixture
def bureau(db: None) -> Organisation:
    return make_organisation("purchaser", "南岸区社会工作部", "500108")


@pytest.fixture
def mei(bureau: Organisation) -> User:
    """梅: buys the district's services."""
    user = make_user("mei", "梅红")
    make_post(user, "purchaser", organisation=bureau, reach=("500108",))
    return user


@pytest.fixture
def bai(db: None) -> User:
    """白: buys in another district."""
    user = make_user("bai", "白梅")
    body = make_organisation("purchaser", "另一区民政局", "500105")
    make_post(user, "purchaser", organisation=body, reach=("500105",))
    return user


@pytest.fixture
def agency(db: None) -> Organisation:
    return make_organisation("agency", "明心社会工作服务中心", "500108")


@pytest.fixture
def ming(agency: Organisation) -> User:
    """明: manages the agency; what she reaches comes with a contract."""
    user = make_user("ming", "明芳")
    make_post(user, "agency", organisation=agency)
    return user


@pytest.fixture
def luo(hub: Unit) -> User:
    user = make_user("luo", "罗倩")
    make_post(user, "hub", unit=hub)
    return user
