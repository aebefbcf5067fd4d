"""A whole running 回音 on a free port with a data folder of its own: for journeys, faults, bench and fresh."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools import pg

ROOT = Path(__file__).resolve().parent.parent


def environment(data: Path, port: int = 0) -> dict[str, str]:
    """The demo on SQLite in that folder, whatever the caller's own variables say."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    kept.pop("DATABASE_URL", None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "HUIYIN_DATA_DIR": str(data), "HUIYIN_DEMO": "1", "HUIYIN_PORT": str(port)}


def seed(data: Path, *, year: bool = False, **more: str) -> None:
    """Fills an empty folder once; later ones are copies of it. The counted year takes a minute more."""
    command = [sys.executable, "-m", "tools.prepare"]
    given = environment(data) | {"HUIYIN_DEMO_YEAR": "1" if year else "0"} | more
    subprocess.run(command, cwd=ROOT, env=given, check=True)


def answers(url: str, patience: float) -> bool:
    """Waits until GET gives 200."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # nosec B310: loopback
                if answer.status == 200:
                    return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    return False


class Server:
    """The web server and the job worker as `make run` starts them."""

    def __init__(self, data: Path, port: int = 0) -> None:
        self.data = data
        self.port = port or pg.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"

    def start(self, patience: float = 90) -> "Server":
        command = [sys.executable, "-m", "tools.serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.data, self.port), stdout=log, stderr=log
            )
        if not answers(f"{self.url}/healthz", patience):
            self.stop()
            raise RuntimeError(f"服务没有起来：\n{self.log.read_text()[-4000:]}")
        return self

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    def kill(self) -> None:
        """As a power cut does it: no process may say goodbye."""
        processes = [self.process.pid, *descendants(self.process.pid)]
        for pid in processes:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def kill_worker(self) -> None:
        worker = next(p for p in descendants(self.process.pid) if "work" in words_of(p))
        os.kill(worker, signal.SIGKILL)


def words_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def descendants(pid: int) -> list[int]:
    """Children, their children and so on (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def copy_of(seeded: Path, data: Path) -> Path:
    shutil.copytree(seeded, data)
    return data
