"""Compiles the Python lock files from pyproject.toml: exact versions, every hash, no address of any index.

python -m tools.lock            write them; versions already locked are kept where they still fit
python -m tools.lock --upgrade  write them with the newest versions
python -m tools.lock --check    write nothing; 1 when a file is stale or any lock file names a host
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements-dev.txt": ["pyproject.toml", "--group", "dev"],
    "requirements.txt": ["pyproject.toml", "--constraint", "requirements-dev.txt"],
    "requirements-node.txt": ["--group", "node"],
    "requirements-postgres.txt": ["--group", "postgres"],
}
NPM_LOCKS = ["package-lock.json", "tools/browser/package-lock.json"]
HOST = re.compile(r'"resolved": *"|index-url|find-links|(https?|git\+[a-z]+)://')
FUNDING = re.compile(r'^ *"url": "https?://')  # where to thank an author, not where to fetch from


def compile_into(target: Path, sources: list[str], *options: str) -> None:
    command = [
        str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-annotate",
        "--custom-compile-command", "make lock", *sources, *options, "--output-file", str(target),
    ]  # fmt: skip
    # the machine's own certificates, as pip uses them; uv would bring others
    environment = {"UV_SYSTEM_CERTS": "1", **os.environ}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def stale(name: str, folder: Path) -> bool:
    """Compiles a copy: versions in it are preferred, so only a change of ours can change it."""
    copy = folder / name
    shutil.copy(ROOT / name, copy)
    compile_into(copy, LOCKS[name])
    return copy.read_text() != (ROOT / name).read_text()


def hosts(path: Path) -> list[str]:
    lines = path.read_text().splitlines() if path.exists() else []
    found = [line.strip() for line in lines if HOST.search(line) and not FUNDING.match(line)]
    return [f"{path.name}: {line}" for line in found]


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        problems = [
            f"{name}: 与 pyproject.toml 不符" for name in LOCKS if stale(name, Path(folder))
        ]
    for name in [*LOCKS, *NPM_LOCKS]:
        problems += hosts(ROOT / name)
    for problem in problems:
        print(f"锁文件：{problem}。请运行 make lock。", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    for lock, inputs in LOCKS.items():
        compile_into(ROOT / lock, inputs, *sys.argv[1:])
