"""Disks that lose their power or have no room left; loop files and tmpfs, mounted by root.

`cut` is a power cut as the file system sees it: from then on nothing reaches the disk, and what was not
synced is gone when it is mounted again (XFS_IOC_GOINGDOWN without flushing the log; ext4 knows it too).
"""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools import breakers

PATIENCE = 20.0  # seconds; of a process that was killed in the middle of a write


def run(*command: str | Path) -> None:
    done = subprocess.run(  # noqa: S603
        [str(word) for word in command],
        env={"PATH": breakers.PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"


class Disk:
    """A loop file with ext4, mounted at `home`."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.file, self.home = folder / "disk", folder / "mounted"
        self.home.mkdir()
        with self.file.open("wb") as file:
            file.truncate(megabytes << 20)
        run("mkfs.ext4", "-q", "-F", self.file)
        self.mount()

    def mount(self) -> None:
        run("mount", "-o", "loop", self.file, self.home)

    def cut(self) -> None:
        run("xfs_io", "-x", "-c", "shutdown", self.home)

    def unmount(self) -> None:
        """Whoever held a file of it must have died; a dying one is waited for."""
        deadline = time.monotonic() + PATIENCE
        while holders(self.home) and time.monotonic() < deadline:
            time.sleep(0.1)
        for _ in range(20):
            with contextlib.suppress(AssertionError):
                return run("umount", self.home)
            time.sleep(0.1)
        raise AssertionError(f"{self.home} is held by {holders(self.home)}")


def holders(home: Path) -> list[str]:
    """Processes with a file of that folder open or mapped."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            links = [one for link in (process / "fd").iterdir() for one in _target(link)]
            links += _target(process / "cwd")
            maps = (process / "maps").read_text()
            if any(link.startswith(str(home)) for link in links) or str(home) in maps:
                found.append(f"{process.name} {(process / 'cmdline').read_text()[:60]} {links}")
    return found


def _target(link: Path) -> list[str]:
    """Where it leads; nowhere when it is gone by now."""
    try:
        return [str(link.readlink())]
    except OSError:
        return []


@contextlib.contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    made = Disk(folder, megabytes)
    try:
        yield made
    finally:
        with contextlib.suppress(AssertionError):
            made.unmount()


@contextlib.contextmanager
def small(folder: Path, megabytes: int) -> Iterator[Path]:
    """A folder in memory with room for so much and no more."""
    folder.mkdir()
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "huiyin", folder)
    try:
        yield folder
    finally:
        run("umount", "--lazy", folder)
