"""`make run`: prepares the data, then keeps the web server and the job worker running until told to stop.

Both live in sessions of their own and are ended together: by Ctrl-C, by TERM, when one of them dies,
or when whoever started this goes away. With --watch everything restarts when a source file changes.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tools import npm

HOST = "127.0.0.1"
GRACE = 10.0  # seconds a process has to end by itself
SOURCES = ("config", "huiyin", "frontend")
SERVER = [
    sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application",
    "--host", HOST, "--workers", "2", "--blocking-threads", "2", "--log-level", "warning",
]  # fmt: skip
WORKER = [sys.executable, "manage.py", "work"]


def need_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(
                f"端口 {port} 已被占用 / port in use：换一个，HUIYIN_PORT={port + 10} make run。"
            )


def start(port: int) -> list[subprocess.Popen[bytes]]:
    commands = ([*SERVER, "--port", str(port)], WORKER)
    return [subprocess.Popen(command, start_new_session=True) for command in commands]


def end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def answers(port: int, patience: float = 30.0) -> bool:
    """Waits until the port takes connections."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def sources() -> dict[str, float]:
    """Every source file with the moment it was written; what builds and tests write is left out."""
    files = (path for folder in SOURCES for path in Path(folder).rglob("*") if path.is_file())
    kept = (path for path in files if not {"dist", "__pycache__", "tests"} & set(path.parts))
    return {str(path): path.stat().st_mtime for path in kept}


def prepare(rebuild: bool = False) -> int:
    if rebuild and (failed := npm.run("run", "--silent", "build")):
        return failed
    return subprocess.run([sys.executable, "-m", "tools.prepare"], check=False).returncode


class Stop:
    """Set by a signal. Not a threading.Event: its lock is not reentrant, and TERM likes to come twice
    (from the shell and from make), the second while the first is being handled."""

    asked = False

    def __init__(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self.ask)

    def ask(self, *_: object) -> None:
        self.asked = True

    def after(self, seconds: float) -> bool:
        time.sleep(0 if self.asked else seconds)
        return self.asked


def keep(port: int, stop: Stop) -> int:
    """Runs both until `stop`, the parent's death, or the death of one of them (then 1)."""
    parent, children = os.getppid(), start(port)
    try:
        if answers(port):
            print(f"\n回音已在 http://{HOST}:{port}/ 等您（Ctrl-C 停下）。", flush=True)
        while not stop.after(0.3) and os.getppid() == parent:
            if any(child.poll() is not None for child in children):
                return 1
    finally:
        end(children)
    return 0


def watch(port: int, stop: Stop) -> int:
    """As `keep`, with both restarted after a change; what does not start waits for the next change."""
    seen, children = sources(), start(port)
    while not stop.after(0.3):
        now = sources()
        changed = {path for path, _ in seen.items() ^ now.items()}
        if changed:
            print("· 改了：" + "、".join(sorted(changed)[:5]), flush=True)
            end(children)
            if any("frontend" in path or "migrations" in path for path in changed):
                prepare(rebuild=any(path.startswith("frontend") for path in changed))
            seen, children = now, start(port)
    end(children)
    return 0


def main() -> int:
    port = int(os.environ.get("HUIYIN_PORT") or 8000)
    need_free(port)
    stop = Stop()
    if failed := prepare():
        return failed
    return watch(port, stop) if "--watch" in sys.argv else keep(port, stop)


if __name__ == "__main__":
    sys.exit(main())
