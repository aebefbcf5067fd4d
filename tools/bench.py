"""`make bench`: how long pages take on this machine, beside the least the same server can do (`/healthz`).

    python -m tools.bench            all of them
    python -m tools.bench today      those whose name has this in it

Figures are of one machine and one run: read them as ratios. Exit status 1 when a page is over its limit.
"""

import http.cookiejar
import re
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tools import throwaway

TIMES = 60
PASSWORD = "huiyin-demo-2026"  # of the demo accounts  # noqa: S105


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str = ""
    p90: float = 150.0  # ms, the read budget of blueprint.md 10 for a loaded machine


PAGES = [
    Page("health", "/healthz", p90=25),
    Page("sign-in", "/sign-in"),
    Page("look-up", "/lookup"),
    Page("today", "/today", "worker"),
    Page("people found", "/find?q=z", "worker"),
    Page("board", "/board", "lead"),
    Page("referrals", "/referrals", "clerk"),
    Page("records", "/records", "worker"),
    Page("journal", "/journal", "auditor"),
]


class Visitor:
    """One signed-in session over plain HTTP."""

    def __init__(self, base: str, who: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        if who:
            self.sign_in(who)

    def get(self, path: str) -> str:
        try:
            with self.opener.open(self.base + path, timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path} 答的是 {error.code}，没有可量的。") from error

    def sign_in(self, who: str) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/sign-in"))
        body = {
            "login": who,
            "password": PASSWORD,
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        data = urllib.parse.urlencode(body).encode()
        with self.opener.open(self.base + "/sign-in", data, timeout=30) as answer:
            if urllib.parse.urlsplit(answer.url).path == "/sign-in":
                raise SystemExit(f"{who} 登录不进去")

    def time(self, path: str) -> list[float]:
        """Milliseconds of TIMES answers, read whole, after three that warm up."""
        for _ in range(3):
            self.get(path)
        taken = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            self.get(path)
            taken.append((time.perf_counter() - begun) * 1000)
        return taken


def measure(base: str, pages: list[Page]) -> int:
    visitors = {who: Visitor(base, who) for who in {page.who for page in pages}}
    floor = statistics.median(visitors.setdefault("", Visitor(base, "")).time("/healthz"))
    print(f"{'page':<14}{'p50 ms':>9}{'p90 ms':>9}{'× healthz':>11}{'limit':>8}")
    over = 0
    for page in pages:
        taken = visitors[page.who].time(page.path)
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
