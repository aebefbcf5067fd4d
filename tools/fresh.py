"""`make fresh`: what a newcomer gets. HEAD is cloned to an empty folder; there `make test`, then `make run`,
under `env -i` with a PATH that holds python3, make, git and the shell's tools and nothing else, until the
sign-in page answers. Prints the seconds of each. Only what is committed is tried.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools import pg, throwaway

# python3, make, git; and what POSIX calls utilities, with the usual few beside them
TOOLS = """python3 make git
sh bash env awk basename cat chmod cp cut date dirname echo expr false find grep head id kill ln ls mkdir mktemp
mv printf ps pwd readlink rm rmdir sed seq sleep sort tail tar tee test touch tr true uname uniq wc which xargs
gzip"""


def bare_path(folder: Path) -> Path:
    """A folder of links to exactly those programs, as far as the machine has them."""
    folder.mkdir()
    for name in TOOLS.split():
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(Path(found).resolve() if name == "python3" else found)
    return folder


def timed(words: str, begun: float) -> None:
    print(f"fresh: {words}: {time.monotonic() - begun:.0f} s", flush=True)


def passes(clone: Path, path: Path) -> bool:
    begun = time.monotonic()
    command = ["/usr/bin/env", "-i", f"PATH={path}", "make", "test", f"T={' '.join(sys.argv[1:])}"]
    done = subprocess.run(command, cwd=clone, check=False)
    timed("make test, set-up included", begun)
    return done.returncode == 0


def serves(clone: Path, path: Path) -> bool:
    """Starts `make run`, waits for health and sign-in page, stops it with TERM as a service manager would."""
    begun, port = time.monotonic(), pg.free_port()
    command = ["/usr/bin/env", "-i", f"PATH={path}", f"HUIYIN_PORT={port}", "make", "run"]
    running = subprocess.Popen(command, cwd=clone, start_new_session=True)
    try:
        urls = [f"http://127.0.0.1:{port}{page}" for page in ("/healthz", "/sign-in")]
        ok = all(throwaway.answers(url, patience=300) for url in urls)
        timed("make run until the sign-in page answers", begun)
    finally:
        begun = time.monotonic()
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)
    timed("both stopped", begun)
    return ok and not throwaway.answers(urls[0], patience=1)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="huiyin-fresh-", ignore_cleanup_errors=True) as name:
        clone, path = Path(name) / "huiyin", bare_path(Path(name) / "bin")
        begun = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ".", str(clone)], check=True)
        timed("git clone", begun)
        return 0 if passes(clone, path) and serves(clone, path) else 1


if __name__ == "__main__":
    sys.exit(main())
