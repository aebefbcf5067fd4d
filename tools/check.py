"""`make check`: every gate, one after the other; all are run, then the failed ones are named.

    python -m tools.check          python -m tools.check ruff types     only those
    python -m tools.check --fix    formats what can be formatted

It writes nothing into the tree.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(".venv/bin")
PYTHON = sys.executable
PLACES = ["config", "huiyin", "tools", "tests", "conftest.py", "manage.py"]
PRODUCTION = {
    "HUIYIN_DEMO": "0",
    "HUIYIN_HTTPS": "1",
    "HUIYIN_HOSTS": "huiyin.example",
    "HUIYIN_ORIGINS": "https://huiyin.example",
    "HUIYIN_SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
}


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


GATES = {
    "locks": [PYTHON, "-m", "tools.lock", "--check"],
    "format": tool("ruff", "format", "--check", "--quiet", *PLACES),
    "ruff": tool("ruff", "check", "--quiet", *PLACES),
    "types": tool("mypy", *PLACES),
    "floors": tool("lint-imports", "--no-logo"),
    "templates": tool("djlint", "huiyin", "--check", "--lint"),
    "migrations": manage("makemigrations", "--check", "--dry-run"),
    "deploy": manage("check", "--deploy", "--fail-level", "WARNING"),
    "security": tool("bandit", "--configfile", "pyproject.toml", "--recursive", "--quiet",
                     "--severity-level", "medium", "config", "huiyin", "tools"),
    "front end": [PYTHON, "-m", "tools.npm", "run", "--silent", "check"],
    "census": [PYTHON, "-m", "pytest", "-q", "tests/census"],
}  # fmt: skip
FIXES = [
    tool("ruff", "check", "--fix", "--quiet", *PLACES),
    tool("ruff", "format", "--quiet", *PLACES),
    tool("djlint", "huiyin", "--reformat", "--quiet"),
    [PYTHON, "-m", "tools.npm", "run", "--silent", "fix"],
]


def passes(name: str, folder: str) -> bool:
    """Runs one gate in a data folder of its own, under the variables of production."""
    begun = time.monotonic()
    given = {**os.environ, "HUIYIN_DATA_DIR": folder}
    (Path(folder) / "static").mkdir(exist_ok=True)  # a page of the census asks where they would be
    if name == "deploy":
        given |= PRODUCTION
    done = subprocess.run(
        GATES[name],
        env=given,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    ok = done.returncode == 0
    print(f"{'✓' if ok else '✗'} {name:<12}{time.monotonic() - begun:6.1f} 秒", flush=True)
    if not ok:
        print(done.stdout, flush=True)
    return ok


def check(names: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        failed = [name for name in names or GATES if not passes(name, folder)]
    if failed:
        print("没有通过：" + "、".join(failed) + "。能自动改的：make fix。", file=sys.stderr)
    return 1 if failed else 0


def fix() -> int:
    for command in FIXES:
        subprocess.run(command, check=False)
    return 0


if __name__ == "__main__":
    sys.exit(fix() if "--fix" in sys.argv else check(sys.argv[1:]))
