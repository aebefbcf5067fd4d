"""`make test`: gathers the static files into a data folder of this run, then pytest on all cores.

With --floor the coverage is held against its floor as well: every branch of the rules and queries,
95 % of the whole. `.ci/run` asks for it; a colleague who tries one test need not wait for it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FLOOR = 95.0
WHOLE = {"rules", "queries"}  # they decide what happens and who sees it: no branch unvisited


def pytest(*arguments: str) -> int:
    """Two runs at once share nothing, and neither touches the data of `make run`."""
    with tempfile.TemporaryDirectory(prefix="huiyin-tests-") as folder:
        given = {**os.environ, "HUIYIN_DATA_DIR": folder}
        subprocess.run([sys.executable, "-m", "tools.prepare", "--static"], env=given, check=True)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "auto",
            "--dist",
            "worksteal",
            *arguments,
        ]
        return subprocess.run(command, env=given, check=False).returncode


def below(measured: dict[str, Any]) -> list[str]:
    """One line for each file under its floor, from coverage's JSON."""
    lines = []
    for name, told in measured["files"].items():
        percent = told["summary"]["percent_covered"]
        if {Path(name).stem, Path(name).parent.name} & WHOLE and percent < 100:
            lines.append(f"{name}：{percent:.1f} %，要 100 %；缺第 {told['missing_lines']} 行")
    total = measured["totals"]["percent_covered"]
    if total < FLOOR:
        lines.append(f"全部：{total:.1f} %，要 {FLOOR:.0f} %")
    return lines


def with_floor(*arguments: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        failed = pytest("--cov", "--cov-report=", f"--cov-report=json:{report}", *arguments)
        lines = below(json.loads(report.read_text())) if not failed else []
    for line in lines:
        print(f"覆盖率：{line}", file=sys.stderr)
    return failed or int(bool(lines))


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--floor"]
    sys.exit(with_floor(*given) if "--floor" in sys.argv else pytest(*given))
