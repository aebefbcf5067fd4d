"""Runs what was asked for and prints one table; status 1 when a floor is missed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from tools.bench import arrivals, crowd, figures, pages
from tools.bench.place import Place, network
from tools.bench.table import SCALE, Row, table

PEOPLE, FEW = 1_000_000, 150_000
ON_POSTGRES = ("pages", "api", "load", "figures")


def _postgres(place: Place, parts: list[str]) -> Iterator[Row]:
    makers = {
        "pages": lambda: pages.rows(place, "PostgreSQL"),
        "api": lambda: arrivals.rows(place),
        "load": lambda: crowd.rows(place),
        "figures": lambda: figures.rows(place),  # last: it writes roll-ups of its own
    }
    for part in ON_POSTGRES:
        if part in parts:
            yield from _whole(part, makers[part]())


def _whole(part: str, rows: Iterator[Row]) -> Iterator[Row]:
    """A part that breaks is a floor missed; the others are measured all the same."""
    try:
        yield from rows
    except Exception as error:
        print(f"{part}: {error}", flush=True)
        yield Row(f"{part} broke off", str(error)[:60].split("\n")[0], "–", 1, "", 0)


def _told(rows: Iterator[Row]) -> list[Row]:
    """Each line as soon as it is known: a run at full scale takes long."""
    found = []
    for row in rows:
        print(" · ".join(row.cells()), flush=True)
        found.append(row)
    return found


def _here(parts: list[str]) -> list[Row]:
    """One engine to a process: django is set up once."""
    if "sqlite" in parts:
        with network(round(FEW * SCALE), postgres=False) as place:
            return _told(_whole("sqlite", pages.rows(place, "SQLite")))
    with network(round(PEOPLE * SCALE), postgres=True) as place:
        return _told(_postgres(place, parts))


def main(wanted: list[str]) -> int:
    begun, parts = time.monotonic(), wanted or [*ON_POSTGRES, "sqlite"]
    if "sqlite" in parts and len(parts) > 1:
        first = main([part for part in parts if part != "sqlite"])
        again = [sys.executable, "-m", "tools.bench", "sqlite"]
        second = subprocess.run(again, check=False).returncode
        return first or second
    print(
        f"\n== bench: {', '.join(parts)}; scale {SCALE:g}, {os.cpu_count()} cores, {_memory()} GiB, load {_load()}",
        flush=True,
    )
    rows = _here(parts)
    print("\n" + table(rows))
    missed = [row.name for row in rows if not row.good]
    print(
        f"\n{len(rows)} measured, {len(missed)} floors missed, {time.monotonic() - begun:.0f} s, load {_load()}",
        flush=True,
    )
    return 1 if missed else 0


def _load() -> str:
    """Of the last minute: above the number of cores before we began, somebody else was at work."""
    return f"{os.getloadavg()[0]:.1f}"


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
