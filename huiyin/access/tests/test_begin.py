"""A new house lets its first three people in; from then on they let in the others."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.access.models import Post, User
from huiyin.audit.models import Entry
from huiyin.demo.builders.access import make_area

pytestmark = pytest.mark.django_db
THREE = ("--sysadmin", "gao=高维", "--secadmin", "an=安宁", "--auditor", "shen=沈明")


@pytest.fixture
def district():
    make_area("500108", "南岸区")


def begin(*given: str) -> str:
    said = StringIO()
    call_command("begin", *given, stdout=said)
    return said.getvalue()


def refusal(*given: str) -> str:
    with pytest.raises(CommandError) as refused:
        begin(*given)
    assert not User.objects.filter(username="gao").exists() or User.objects.count() == 3
    return str(refused.value)


def test_three_people_get_in_with_a_password_each_changes_at_first(district, client):
    said = begin("500108", *THREE)

    assert list(Post.objects.order_by("user__username").values_list("user__name", "role")) == [
        ("安宁", "secadmin"), ("高维", "sysadmin"), ("沈明", "auditor"),
    ]  # fmt: skip
    password = said.splitlines()[0].rsplit(" ", 1)[1]
    answer = client.post("/sign-in", {"login": "gao", "password": password})
    assert (answer.status_code, client.get("/").headers["Location"]) == (302, "/account/password")
    assert list(Entry.objects.values_list("verb", flat=True).distinct().order_by("verb")) == [
        "account.open", "organisation.open", "post.grant", "session.begin",
    ]  # fmt: skip


def test_it_is_for_the_beginning_alone(district):
    begin("500108", *THREE)

    assert refusal("500108", *THREE) == "已经有账号了：新账号请系统管理员在页面上开。"


def test_a_district_that_is_not_there_is_said(district):
    assert refusal("999999", *THREE).startswith("没有代码是 999999 的区县")


def test_three_offices_are_three_people_or_none(district):
    one = ("--sysadmin", "gao=高维", "--secadmin", "gao=高维", "--auditor", "shen=沈明")

    assert refusal("500108", *one).startswith("用户名 gao 已经有人用了")


def test_a_name_that_is_missing_is_asked_for(district):
    assert "要写成 用户名=姓名" in refusal("500108", *THREE[:-1], "shen")
