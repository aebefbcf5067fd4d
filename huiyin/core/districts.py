"""Past one machine: one PostgreSQL schema per district, the same tables in each (model.md 10, ADR 0016).

`search_path` is set at every entry, before any transaction: by the host a request came to, by the worker for
each of its jobs, or for a whole process by HUIYIN_SCHEMA. With neither variable there is one district and
nothing is set. SQLite has no schemas: there a district is a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_current: ContextVar[str | None] = ContextVar("district", default=None)


def current() -> str:
    """The schema whose rows this request or job works on; empty where there is only one."""
    here = _current.get()
    return str(settings.HUIYIN_SCHEMA) if here is None else here


@contextmanager
def within(schema: str) -> Iterator[None]:
    token = _current.set(schema)
    try:
        yield
    finally:
        _current.reset(token)


def of_host(host: str) -> str | None:
    """The district served under that host; None where several are served and this is none of them."""
    served: dict[str, str] = settings.HUIYIN_DISTRICTS
    return served.get(host.split(":")[0]) if served else current()


def every() -> list[str]:
    """All that this process serves: what a job goes through."""
    return sorted(set(settings.HUIYIN_DISTRICTS.values())) or [current()]
