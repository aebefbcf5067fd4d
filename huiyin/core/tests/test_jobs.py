"""Periodic work: each job when it is due, and one that fails stops no other."""

import pytest
from django.core.management import call_command

from huiyin.core import jobs
from huiyin.core.management.commands.work import Command


@pytest.fixture
def done(monkeypatch):
    """Two jobs of our own, one of which fails."""
    monkeypatch.setattr(jobs, "_jobs", {})
    ran: list[str] = []

    @jobs.periodic(seconds=60)
    def fails():
        ran.append("fails")
        raise ZeroDivisionError

    @jobs.periodic(seconds=60)
    def works():
        ran.append("works")

    return ran


def test_a_job_is_hung_under_its_own_name(done):
    assert [job.name.rsplit(".", 1)[1] for job in jobs.jobs()] == ["fails", "works"]


def test_one_that_fails_stops_no_other_and_none_runs_before_its_time(done, caplog, monkeypatch):
    monkeypatch.setattr("huiyin.core.management.commands.work.close_old_connections", lambda: None)
    due = {job.name: 0.0 for job in jobs.jobs()}

    Command().tick(due)
    Command().tick(due)

    assert done == ["fails", "works"]
    assert "fails failed" in caplog.text


@pytest.mark.django_db
def test_once_runs_every_job_of_every_room(settings, tmp_path):
    settings.HUIYIN_JOURNAL_HEADS = tmp_path / "heads.log"

    call_command("work", "--once")

    names = {job.name for job in jobs.jobs()}
    assert {"huiyin.audit.tasks.seal", "huiyin.access.tasks.close_dormant"} <= names
