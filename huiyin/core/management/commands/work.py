"""The job worker: runs what is due, again and again, until it is told to stop."""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.module_loading import autodiscover_modules

from huiyin.core import districts, jobs

log = logging.getLogger("huiyin.work")


def everywhere(job: jobs.Periodic) -> None:
    """In each district this process serves, one after the other."""
    for schema in districts.every():
        with districts.within(schema):
            job.run()


class Command(BaseCommand):
    help = "运行定时工作（日志封存、到期提醒等），直到停止"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="每件做一次就停")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        autodiscover_modules("tasks")
        if once:
            for job in jobs.jobs():
                everywhere(job)
            return
        stop: list[int] = []  # not an Event: a second signal would wait for its lock for ever
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda number, _: stop.append(number))
        due = {job.name: 0.0 for job in jobs.jobs()}
        while not stop:
            self.tick(due)
            time.sleep(0.5)

    def tick(self, due: dict[str, float]) -> None:
        for job in jobs.jobs():
            if time.monotonic() < due[job.name]:
                continue
            due[job.name] = time.monotonic() + job.seconds
            close_old_connections()
            try:
                everywhere(job)
            except Exception:  # one failing job must not stop the others
                log.exception("job %s failed", job.name)
