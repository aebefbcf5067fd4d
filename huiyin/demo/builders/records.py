"""Deeds, written as a worker writes them."""

from datetime import datetime
from typing import Any

from huiyin.access.models import User
from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.loops.models import Loop
from huiyin.records import rules
from huiyin.records.models import Record
from huiyin.residents.models import Person


def make_record(
    worker: User,
    *people: Person,
    thread: Loop | None = None,
    minutes: int = 45,
    kind: str = "visit",
    note: str = "她主动说起老伴的旧相机。",
    at: datetime | None = None,
    **more: Any,
) -> Record:
    return rules.write(
        by=actor_for(worker), people=people, thread=thread, minutes=minutes, kind=kind, note=note,
        at=at or clock.now(), **more,
    )  # fmt: skip
