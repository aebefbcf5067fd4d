"""Finds a Chromium and a Chinese font for the journeys, and with --ready fetches what is missing.

The machine's own first; as root on Debian its packages; otherwise the npm packages of tools/browser.
`CHROMIUM` names one by hand.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools import npm

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = Path("tools/browser")
UNPACKED = Path("var/browser")
FONT = PACKAGES / "node_modules/@expo-google-fonts/noto-sans-sc"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Browser:
    path: str
    extra: dict[str, str] = field(default_factory=dict)

    def surroundings(self) -> dict[str, str | float | bool]:
        return {**os.environ, **self.extra}


def find() -> Browser | None:
    """What is there already; installs nothing."""
    given = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if given:
        return Browser(given)
    unpacked = (UNPACKED / "chromium").resolve()
    if unpacked.exists():
        return Browser(str(unpacked), {"FONTCONFIG_FILE": str((UNPACKED / "fonts.conf").resolve())})
    return None


def from_debian() -> Browser | None:
    if os.geteuid() or not shutil.which("apt-get"):
        return None
    print("· 装浏览器和中文字体（apt-get）…", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
    for command in (["update"], install):
        subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, check=False, stdout=subprocess.DEVNULL
        )
    return find()


def from_npm() -> Browser | None:
    print("· 取一个浏览器和一种中文字体（npm，约 170 MB）…", flush=True)
    if npm.run("ci", "--prefix", str(PACKAGES), "--ignore-scripts", "--loglevel=error"):
        return None
    home = UNPACKED.resolve()
    home.mkdir(parents=True, exist_ok=True)
    conf = FONTS_CONF.format(fonts=FONT.resolve(), cache=home / "font-cache")
    (home / "fonts.conf").write_text(conf)
    given = {**npm.surroundings(), "TMPDIR": str(home)}
    node = shutil.which("node", path=given["PATH"]) or "node"
    subprocess.run([node, "unpack.mjs"], cwd=PACKAGES, env=given, check=True)
    return find()


if __name__ == "__main__":
    browser = find() or ((from_debian() or from_npm()) if "--ready" in sys.argv else None)
    sys.exit(
        None
        if browser
        else "没有找到 Chromium：装上 chromium 和 fonts-noto-cjk，或用 CHROMIUM 指一个。"
    )
