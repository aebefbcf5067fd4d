"""`make test-schemas`: all tests in one of two districts of one PostgreSQL, each a schema of its own (ADR 0016).

The neighbour is a whole demonstration district. The tests' databases are copies of both; a row that went to
the wrong schema would collide there, and the neighbour must end as it began.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

from tools import pg, tests

EVERYTHING = [
    "huiyin",
    "tests/census",
    "tests/tools",
    "tests/rights",
    "tests/schemas",
]
OURS, NEIGHBOUR, TEMPLATE = "d500108", "d500105", "huiyin_two_districts"


def manage(*command: str, **more: str) -> None:
    given = {**os.environ, "HUIYIN_DEMO": "1", "HUIYIN_DEMO_YEAR": "0", **more}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], env=given, check=False, stdout=subprocess.PIPE
    )
    if done.returncode:
        sys.exit(done.stdout.decode() or f"{command} 没有做成")


def furnish(url: str) -> None:
    """A database with two schemas, the second one lived in."""
    psql = [str(pg.programs() / "psql"), "--quiet", "--no-psqlrc", url, "-c"]
    subprocess.run([*psql, f"CREATE DATABASE {TEMPLATE}"], check=True)
    ours = urlunsplit(urlsplit(url)._replace(path=f"/{TEMPLATE}"))
    with tempfile.TemporaryDirectory(prefix="huiyin-districts-") as folder:
        for schema in (OURS, NEIGHBOUR):
            manage("open_district", schema, DATABASE_URL=ours, HUIYIN_DATA_DIR=folder)
        manage("seed", DATABASE_URL=ours, HUIYIN_DATA_DIR=folder, HUIYIN_SCHEMA=NEIGHBOUR)


def main(arguments: list[str]) -> int:
    with pg.cluster() as url:
        furnish(url)
        os.environ |= {
            "DATABASE_URL": url, "HUIYIN_SCHEMA": OURS, "HUIYIN_NEIGHBOUR": NEIGHBOUR,
            "HUIYIN_TEST_TEMPLATE": TEMPLATE,
        }  # fmt: skip
        return tests.pytest(*(arguments or EVERYTHING))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
