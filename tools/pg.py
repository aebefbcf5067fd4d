"""Runs a command with DATABASE_URL at a PostgreSQL: the one given, else a throw-away cluster of its own.

    python -m tools.pg -- python -m pytest

The binaries come from the machine (version 15 or newer), else from Debian when we are root, else from
PyPI. The cluster is fast and forgetful (no fsync): good for tests, never for data.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools import environment

OLDEST = 15
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}
CAREFUL = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}  # as in earnest


def version(folder: Path) -> int:
    """Major version of the server whose programs lie there; 0 where there is none."""
    if not (folder / "initdb").exists():
        return 0
    said = subprocess.run(
        [folder / "initdb", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)", said.stdout)
    return int(found[1]) if found else 0


def installed() -> Path | None:
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return max((f for f in folders if version(f) >= OLDEST), key=version, default=None)


def from_debian() -> Path | None:
    if os.geteuid() or not shutil.which("apt-get"):
        return None
    print("· 装 PostgreSQL（apt-get）…", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, check=False, stdout=subprocess.DEVNULL
        )
    return installed()


def from_pypi() -> Path | None:
    """`pgserver` brings the programs as a wheel; only the folder is used, not its Python part."""
    pattern = "lib/python*/site-packages/pgserver/pginstall/bin"
    if not list(environment.VENV.glob(pattern)):
        environment.install("requirements-postgres.txt")
    return next(iter(environment.VENV.resolve().glob(pattern)), None)


def programs() -> Path:
    found = installed() or from_debian() or from_pypi()
    if not found:
        sys.exit(
            f"没有 PostgreSQL {OLDEST} 或更新的版本：装上 postgresql，或用 DATABASE_URL 指一个。"
        )
    return found


def keeper() -> str | None:
    """PostgreSQL refuses to run as root: then the user it runs as."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def drop_to(user: str | None) -> dict[str, Any]:
    """What subprocess needs to run as that user, with none of root's groups."""
    if not user:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def lodging() -> Iterator[Path]:
    """A folder PostgreSQL may live in, whoever we are; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="huiyin-pg-", ignore_cleanup_errors=True) as name:
        give(Path(name))
        yield Path(name)


def give(path: Path) -> None:
    """To the user PostgreSQL runs as."""
    if user := keeper():
        shutil.chown(path, user)


class Cluster:
    """In that folder, on a port of its own; a copy of it keeps the password."""

    def __init__(self, home: Path, word: str = "", **settings: str) -> None:
        self.settings = SETTINGS | settings
        self.home, self.port, self.pid = home, free_port(), 0
        self.word = word or secrets.token_urlsafe(16)
        self.url = f"postgresql://huiyin:{self.word}@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs() / program), *arguments], cwd=self.home, check=True,
            stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]}, **drop_to(keeper()),
        )  # fmt: skip

    def make(self) -> None:
        (self.home / "word").write_text(self.word)
        give(self.home / "word")
        self.run("initdb", "--pgdata=data", "--username=huiyin", "--pwfile=word", "--locale=C.UTF-8",
            "--encoding=UTF8", "--auth=password", "--no-sync")  # fmt: skip

    def start(self) -> None:
        """Waits until it answers, recovery included."""
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        options += f" -c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.home}"
        self.run("pg_ctl", "start", "--pgdata=data", "--wait", "--log=log", "--options", options)
        self.pid = int((self.home / "data/postmaster.pid").read_text().split()[0])

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "stop", "--pgdata=data", "--wait", f"--mode={mode}")

    def kill(self) -> None:
        """The postmaster and all it started, as the kernel does it when memory runs out; nothing when it is down."""
        children = ""
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        for pid in (self.pid, *map(int, children.split())) if children else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while children and Path(f"/proc/{self.pid}").exists():
            time.sleep(0.01)

    def copy_to(self, home: Path, **settings: str) -> "Cluster":
        """Of a stopped one."""
        command = ["cp", "--archive", str(self.home), str(home)]
        subprocess.run(command, check=True)
        return Cluster(home, self.word, **settings)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """A new cluster, gone afterwards; gives its DATABASE_URL."""
    with lodging() as home:
        new = Cluster(home)
        new.make()
        new.start()
        try:
            yield new.url
        finally:
            new.stop("immediate")


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster goes, too
    with cluster() as url:
        given = {**os.environ, "DATABASE_URL": url}
        return subprocess.run(command, env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[sys.argv.index("--") + 1 :]))
