"""Periodic work. A room's tasks.py hangs its jobs here; `manage.py work` runs them when they are due."""

from collections.abc import Callable
from dataclasses import dataclass

Job = Callable[[], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    seconds: int
    run: Job


_jobs: dict[str, Periodic] = {}


def periodic(*, seconds: int) -> Callable[[Job], Job]:
    """A job may run twice or late and must not mind: it looks at what is due, not at how often it ran."""

    def hang(run: Job) -> Job:
        name = f"{run.__module__}.{run.__qualname__}"
        _jobs[name] = Periodic(name, seconds, run)
        return run

    return hang


def jobs() -> list[Periodic]:
    return list(_jobs.values())
