"""Finds what `make faults` breaks disks with, and with --ready fetches what is missing: xfs_io and mkfs.ext4.

Mounting needs root. What cannot be broken here is said in a sentence and fails the step.
"""

import os
import shutil
import subprocess
import sys

PACKAGES = {"xfs_io": "xfsprogs", "mkfs.ext4": "e2fsprogs", "mount": "mount"}
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def missing() -> list[str]:
    return [package for name, package in PACKAGES.items() if not shutil.which(name, path=PATH)]


def from_debian(packages: list[str]) -> None:
    if os.geteuid() or not shutil.which("apt-get"):
        return
    print(f"· 装 {'、'.join(packages)}（apt-get）…", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, check=False, stdout=subprocess.DEVNULL
        )


def ready() -> str | None:
    """What is in the way; nothing when disks can be broken."""
    if os.geteuid():
        return "断电和磁盘写满要挂载文件系统：请用 root 运行 make faults。"
    if packages := missing():
        from_debian(packages)
    if packages := missing():
        return f"缺 {'、'.join(packages)}：请先装上，再运行 make faults。"
    return None


if __name__ == "__main__":
    sys.exit(ready())
