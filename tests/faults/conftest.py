"""Faults: a real server that may be shot. What was answered must be there afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import throwaway


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
