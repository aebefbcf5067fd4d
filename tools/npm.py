"""npm with a node that is new enough: the machine's, else one from PyPI put into .venv.

python -m tools.npm ci          python -m tools.npm run build
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools import environment

OLDEST = 20
BIN = Path(".venv/bin").resolve()
GLOBAL_RC = [Path("/etc/npmrc"), Path("/usr/etc/npmrc"), Path("/usr/local/etc/npmrc")]


def major(node: str | None) -> int:
    if not node or not shutil.which(node):
        return 0
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    said = re.match(r"v(\d+)\.", asked.stdout)
    return int(said[1]) if said else 0


def machine_has_node() -> bool:
    return bool(shutil.which("npm")) and major(shutil.which("node")) >= OLDEST


def surroundings() -> dict[str, str]:
    """The environment npm runs in; what the machine says about registries and certificates holds."""
    given = dict(os.environ)
    if machine_has_node():
        return given
    if major(str(BIN / "node")) < OLDEST:
        print(f"· 这台机器没有 Node {OLDEST} 或更新的版本，装一个到 .venv …", flush=True)
        environment.install("requirements-node.txt")
    given["PATH"] = f"{BIN}{os.pathsep}{given.get('PATH', '')}"
    given.setdefault("NODE_USE_SYSTEM_CA", "1")
    config = next((str(path) for path in GLOBAL_RC if path.exists()), "")
    if config:  # npm looks for it beside its own node, which is not the machine's
        given.setdefault("NPM_CONFIG_GLOBALCONFIG", config)
    return given


def run(*arguments: str) -> int:
    given = surroundings()
    npm = shutil.which("npm", path=given["PATH"])
    if not npm:
        sys.exit("没有找到 npm；请运行 make setup。")
    return subprocess.run([npm, *arguments], env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
