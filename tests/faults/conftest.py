"""Faults: real servers on real disks that are broken on purpose. What was answered must be there afterwards.

`make faults` runs at a tenth of the full counts; HUIYIN_SCALE=1 is the whole. Every run says its seed, and
HUIYIN_SEED repeats it. A test that cannot break what it means to break fails; none is skipped.
"""

import os
import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bare import Bare
from tools import pg, throwaway

SCALE = float(os.environ.get("HUIYIN_SCALE", "0.1"))
SEED = int(os.environ.get("HUIYIN_SEED", secrets.randbelow(10**6)))
LINES: list[str] = []


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


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("seeded")
    throwaway.seed(data)
    return data


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
def seeded_pg(
    seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, pg.Cluster]]:
    """The demo in a cluster of its own, stopped: tests run copies. And its data folder: keys, static files."""
    data = tmp_path_factory.mktemp("seeded-pg")
    for name in ("static", "keys", "huiyin_secret_key"):
        source = seeded / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, data / name)
    with pg.lodging() as home:
        cluster = pg.Cluster(home)
        cluster.make()
        cluster.start()
        throwaway.seed(data, DATABASE_URL=cluster.url)
        cluster.stop()
        yield data, cluster


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
