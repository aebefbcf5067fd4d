"""`make reset`: drops all data in this data folder or database, then prepares it anew. Asks first, or takes SURE=1."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from tools import prepare

# what belongs to rows and is worth nothing without them; keys and static files stay
LEFTOVERS = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "journal-heads.log")


def agreed(what: str) -> bool:
    if os.environ.get("SURE") == "1":
        return True
    if not sys.stdin.isatty():
        return False
    return input(f"将删掉 {what} 里的全部数据，不能找回。确认请输入 yes：") == "yes"


def drop() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    for pattern in LEFTOVERS:
        for path in Path(settings.HUIYIN_DATA_DIR).glob(pattern):
            path.unlink()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    what = str(settings.DATABASES["default"]["NAME"])
    if not agreed(what):
        print("没有删：要人输入 yes，或写 make reset SURE=1。", file=sys.stderr)
        return 1
    drop()
    prepare.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
