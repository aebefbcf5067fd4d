"""The web server alone, in a process group of its own: started in a second or two and shot as one."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from tools import serve, throwaway


class Bare(throwaway.Server):
    """`database` is a DATABASE_URL; empty is SQLite in the data folder."""

    def __init__(self, data: Path, database: str = "", log: Path | None = None) -> None:
        super().__init__(data)
        self.database = database
        self.log = log or data / "server.log"

    def start(self, patience: float = 60, **broken: str) -> "Bare":
        """Waits until it answers; not when it will be shot, for it may be dead before it is asked."""
        command = [*serve.SERVER, "--port", str(self.port), "--access-log"]
        given = throwaway.environment(self.data, self.port) | broken
        given["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
        if self.database:
            given["DATABASE_URL"] = self.database
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=throwaway.ROOT, env=given, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        if ":" in broken.get("HUIYIN_BROKEN", ""):
            return self
        if not throwaway.answers(f"{self.url}/healthz", patience):
            self.kill()
            raise RuntimeError(f"服务没有起来：\n{self.log.read_text()[-4000:]}")
        return self

    def kill(self) -> None:
        if not hasattr(self, "process"):
            return
        with contextlib.suppress(ProcessLookupError):  # it was shot from within
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        self.kill()

    def shot(self, patience: float) -> bool:
        """Waits until it was shot from within."""
        deadline = time.monotonic() + patience
        while self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.process.poll() is not None
