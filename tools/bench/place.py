"""Where it is measured: a database of its own with a simulated network in it, and real servers before it."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from tools import pg, serve, throwaway

# As a small server has them: what is answered is on the disk.
LASTING = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB",
    "max_wal_size": "8GB", "checkpoint_timeout": "15min", "work_mem": "16MB", "random_page_cost": "1.1",
    "effective_cache_size": "8GB",
}  # fmt: skip
PER_STATION, MONTHS, SEED = 4000, 12, 7


@dataclass(frozen=True)
class Place:
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str) -> None:
        command = [sys.executable, *words]
        subprocess.run(command, cwd=throwaway.ROOT, env=self.environment, check=True)

    @contextlib.contextmanager
    def served(self, **more: str) -> Iterator[str]:
        """The web server and the job worker as `make run` has them; gives the address."""
        port = pg.free_port()
        commands = [[*serve.SERVER, "--port", str(port)]]
        commands += [] if more else [serve.WORKER]
        given = {**self.environment, "HUIYIN_PORT": str(port), **more}
        with (self.folder / f"server-{port}.log").open("ab") as log:
            children = [
                subprocess.Popen(
                    c, cwd=throwaway.ROOT, env=given, stdout=log, stderr=log, start_new_session=True
                )
                for c in commands
            ]
        try:
            if not throwaway.answers(f"http://127.0.0.1:{port}/healthz", 60):
                raise RuntimeError((self.folder / f"server-{port}.log").read_text()[-2000:])
            yield f"127.0.0.1:{port}"
        finally:
            serve.end(children)


@contextlib.contextmanager
def network(people: int, *, postgres: bool) -> Iterator[Place]:
    """A network with so many people; this process is set up to read it, too."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-bench-")))
        url = stack.enter_context(_postgres()) if postgres else ""
        environment = throwaway.environment(folder) | ({"DATABASE_URL": url} if url else {})
        place = Place(folder, environment)
        _fill(place, people)
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()
        yield place


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        yield given
        return
    with pg.lodging() as home:
        cluster = pg.Cluster(home, **LASTING)
        cluster.make()
        cluster.start()
        try:
            yield cluster.url
        finally:
            with contextlib.suppress(
                subprocess.CalledProcessError
            ):  # it died: that was said where it hurt
                cluster.stop("immediate")


def _fill(place: Place, people: int) -> None:
    empty = Place(place.folder, place.environment | {"HUIYIN_DEMO": "0"})
    empty.run("-m", "tools.prepare")
    stations = max(1, people // PER_STATION)
    place.run(
        "manage.py", "simulate", "--stations", str(stations), "--months", str(MONTHS), "--seed", str(SEED),
        "--people", str(people),
    )  # fmt: skip
