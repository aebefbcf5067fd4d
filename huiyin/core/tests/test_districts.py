"""Which district a request or a job works in; what happens in the database itself is in tests/schemas."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory

from huiyin.core import districts, jobs
from huiyin.core.management.commands import work
from huiyin.core.middleware import District

SERVED = {"nanan.example": "d500108", "yubei.example": "d500112"}


@pytest.fixture
def served(settings):
    settings.HUIYIN_DISTRICTS = SERVED
    settings.ALLOWED_HOSTS = ["*"]


def asked(host):
    request = RequestFactory(headers={"host": host}).get("/today")
    here = []

    def page(_):
        here.append(districts.current())
        return page

    answer = District(page)(request)
    return here or answer.status_code


def test_a_house_with_one_district_stands_where_the_process_stands(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert asked("anything.example") == [settings.HUIYIN_SCHEMA]
    assert districts.every() == [settings.HUIYIN_SCHEMA]


def test_of_several_the_host_says_which_and_its_port_says_nothing(served):
    assert (asked("nanan.example"), asked("yubei.example:8000")) == (["d500108"], ["d500112"])


def test_a_host_of_no_district_reaches_no_page(served):
    assert asked("elsewhere.example") == 404


def test_after_the_answer_nobody_stands_there_any_more(served, settings):
    asked("yubei.example")
    assert districts.current() == settings.HUIYIN_SCHEMA
    with pytest.raises(ValueError, match="on the way"), districts.within("d500112"):
        raise ValueError("on the way")
    assert districts.current() == settings.HUIYIN_SCHEMA


def test_a_job_is_done_in_each_district(served):
    done = []
    work.everywhere(jobs.Periodic("seal", 60, lambda: done.append(districts.current())))
    assert done == ["d500108", "d500112"]


@pytest.mark.parametrize("name", ["public", "d5001", "d500108; drop schema public"])
def test_a_schema_is_named_after_its_district_or_not_made(name, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(CommandError, match="六位区划代码"):
        call_command("open_district", name)


def test_sqlite_keeps_a_district_in_a_file_of_its_own(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="每个区用一个数据文件夹"):
        call_command("open_district", "d500108")
