"""Faults: real servers on real disks that are broken on purpose. What was answered must be there afterwards.

`make faults` runs at a tenth of the full counts; HUIYIN_SCALE=1 is the whole. Every run says its seed, and
HUIYIN_SEED repeats it. A test that cannot break what it means to break fails; none is skipped.
"""

import fcntl
import os
import random
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bare import Bare
from tools import pg, throwaway

SCALE = float(os.environ.get("HUIYIN_SCALE", "0.1"))
# said by the first process and heard by those it starts: one seed, and one place for what all of them copy
SEED = int(os.environ.setdefault("HUIYIN_SEED", str(secrets.randbelow(10**6))))
if "HUIYIN_FAULTS_HOME" not in os.environ:
    os.environ["HUIYIN_FAULTS_HOME"] = tempfile.mkdtemp(prefix="huiyin-faults-")
HOME = Path(os.environ["HUIYIN_FAULTS_HOME"])
HOME.chmod(0o711)  # PostgreSQL lives below it as another user
LINES: list[str] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["faults"] = LINES
    else:
        shutil.rmtree(HOME, ignore_errors=True)


def pytest_testnodedown(node: Any) -> None:
    LINES.extend(getattr(node, "workeroutput", {}).get("faults", ()))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.section("faults")
    terminalreporter.line(f"scale {SCALE:g}, HUIYIN_SEED={SEED}")
    for line in LINES:
        terminalreporter.line(line)


@pytest.fixture
def say() -> Callable[[str], None]:
    """A line of what was done and how often, printed at the end of the run."""
    return LINES.append


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Of this test alone: the same seed does the same, whichever tests run before it."""
    return random.Random(f"{SEED}/{request.node.nodeid}")  # noqa: S311


@pytest.fixture(scope="session")
def times() -> Callable[[int], int]:
    """So often at full scale; at a smaller one fewer, but never less than twice."""
    return lambda whole: max(2, round(whole * SCALE))


# ---- SQLite


@contextmanager
def once(name: str) -> Iterator[Path | None]:
    """The folder of that name to make, for the first process that asks; nothing for the others, once it is made."""
    with (HOME / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = (HOME / f"{name}.made").exists()
        yield None if made else HOME / name
        (HOME / f"{name}.made").touch()


@pytest.fixture(scope="session")
def seeded() -> Path:
    with once("seeded") as data:
        if data:
            data.mkdir()
            throwaway.seed(data)
    return HOME / "seeded"


@pytest.fixture
def server(seeded: Path, tmp_path: Path) -> Iterator[throwaway.Server]:
    """One for each test, on its own copy of the demo; a test may stop, kill and start it as it likes."""
    running = throwaway.Server(throwaway.copy_of(seeded, tmp_path / "data")).start()
    yield running
    running.stop()


@pytest.fixture
def bare(seeded: Path, tmp_path: Path) -> Iterator[Bare]:
    """The web server alone, not yet started."""
    server = Bare(throwaway.copy_of(seeded, tmp_path / "data"))
    yield server
    server.kill()


# ---- PostgreSQL


@pytest.fixture(scope="session")
def seeded_pg(seeded: Path) -> tuple[Path, pg.Cluster]:
    """The demo in a cluster of its own, stopped: tests run copies. And its data folder: keys, static files."""
    data, home = HOME / "data-pg", HOME / "pg"
    with once("pg") as fresh:
        if fresh:
            fill_pg(seeded, data, home)
    return data, pg.Cluster(home, (home / "word").read_text())


def fill_pg(seeded: Path, data: Path, home: Path) -> None:
    data.mkdir()
    for name in ("static", "keys", "huiyin_secret_key"):
        source = seeded / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, data / name)
    home.mkdir()
    pg.give(home)
    cluster = pg.Cluster(home)
    cluster.make()
    cluster.start()
    throwaway.seed(data, DATABASE_URL=cluster.url)
    cluster.stop()


@pytest.fixture
def cluster(seeded_pg: tuple[Path, pg.Cluster]) -> Iterator[pg.Cluster]:
    """A running copy that keeps what it says it keeps."""
    with pg.lodging() as home:
        copy = seeded_pg[1].copy_to(home / "pg", **pg.CAREFUL)
        copy.start()
        yield copy
        copy.kill()


@pytest.fixture
def bare_pg(
    seeded_pg: tuple[Path, pg.Cluster], cluster: pg.Cluster, tmp_path: Path
) -> Iterator[Bare]:
    server = Bare(throwaway.copy_of(seeded_pg[0], tmp_path / "data"), cluster.url)
    yield server
    server.kill()
