"""Brings the data folder up to date before serving: tables, area codes, static files and, under HUIYIN_DEMO=1, the demo.

Every step looks at what is there already, so that the second start costs seconds. No earlier start is needed.
"""

import io
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

FRONTEND = Path("frontend/dist")


def step(words: str, command: str, *arguments: str) -> None:
    print(f"· {words} …", end="", flush=True)
    begun = time.monotonic()
    call_command(command, *arguments, verbosity=0, stdout=io.StringIO())
    print(f" {time.monotonic() - begun:.1f} 秒", flush=True)


def newest(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.rglob("*")), default=0.0)


def static() -> None:
    """Gathers and hashes the static files, when the front end is newer than what lies there."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or manifest.stat().st_mtime < newest(FRONTEND):
        step("收集静态文件", "collectstatic", "--noinput", "--clear")


def data() -> None:
    step("数据表", "migrate", "--noinput")
    step("计数用的缓存表", "createcachetable")
    step("全国区划代码", "load_areas")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if "--static" in sys.argv:
        static()
        return
    static()
    data()
    if settings.HUIYIN_DEMO:
        call_command("seed")  # tells what it does, and the accounts, by itself


if __name__ == "__main__":
    main()
