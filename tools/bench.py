"""`make bench`: how long pages take on this machine, beside the least the same server can do (`/healthz`).

    python -m tools.bench            all of them
    python -m tools.bench today      those whose name has this in it

Figures are of one machine and one run: read them as ratios. Exit status 1 when a page is over its limit.
"""

import statistics
import sys
import tempfile
import time
import urllib.error
from dataclasses import dataclass
from pathlib import Path

from tools import throwaway
from tools.visitor import Visitor

TIMES = 60


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str = ""
    p90: float = 150.0  # ms, the read budget of blueprint.md 10 for a loaded machine
    asks: str = ""  # posted there first; the address it leads to is what is timed


PAGES = [
    Page("health", "/healthz", p90=25),
    Page("sign-in", "/sign-in"),
    Page("look-up", "/lookup"),
    Page("today", "/today", "worker"),
    Page("people found", "/find", "worker", asks="z"),
    Page("board", "/board", "lead"),
    Page("referrals", "/referrals", "clerk"),
    Page("records", "/records", "worker"),
    Page("journal", "/journal", "auditor"),
]


def timed(visitor: Visitor, path: str) -> list[float]:
    """Milliseconds of TIMES answers, read whole, after three that warm up."""
    try:
        for _ in range(3):
            visitor.get(path)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path} 答的是 {error.code}，没有可量的。") from error
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        visitor.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def measure(base: str, pages: list[Page]) -> int:
    visitors = {who: Visitor(base, who) for who in {page.who for page in pages}}
    floor = statistics.median(timed(Visitor(base), "/healthz"))
    print(f"{'page':<14}{'p50 ms':>9}{'p90 ms':>9}{'× healthz':>11}{'limit':>8}")
    over = 0
    for page in pages:
        visitor = visitors[page.who]
        path = visitor.led(page.path, q=page.asks) if page.asks else page.path
        taken = timed(visitor, path)
        p50, p90 = statistics.median(taken), statistics.quantiles(taken, n=10)[-1]
        over += p90 > page.p90
        mark = "  over" if p90 > page.p90 else ""
        print(
            f"{page.name:<14}{p50:9.1f}{p90:9.1f}{p50 / floor:11.1f}{page.p90:8.0f}{mark}",
            flush=True,
        )
    return 1 if over else 0


def main(wanted: list[str]) -> int:
    pages = [page for page in PAGES if all(word in page.name for word in wanted)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        throwaway.seed(Path(folder))
        server = throwaway.Server(Path(folder)).start()
        try:
            return measure(server.url, pages)
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
