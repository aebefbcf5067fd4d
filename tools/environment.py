"""Makes .venv from the hashed lock files.

Runs on the machine's own python3, however old: only the standard library, and nothing a Python 3.6
could not read, else it could not say that it is too old.
"""

import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
OLDEST = (3, 11)


def stop(words: str) -> None:
    sys.exit("安装停下了 / setup stopped: " + words)


def need_python() -> None:
    if sys.version_info < OLDEST:
        stop(
            f"这台机器的 python3 是 {sys.version_info[0]}.{sys.version_info[1]}，要 3.11 或更新；"
            "装好后这样指给它：make setup PYTHON=python3.11。"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415  (its absence is what is being asked)
        import venv  # noqa: F401, PLC0415
    except ImportError:
        stop("python3 缺 venv 模块；Debian 和 Ubuntu 上：apt-get install python3-venv。")


def make_venv() -> None:
    if not (VENV / "bin" / "pip").exists():
        print("· 建 .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def install(lock: str) -> None:
    """One moving line of progress; everything pip said is kept for when it fails."""
    total = sum("==" in line for line in Path(lock).read_text().splitlines())
    command = [str(VENV / "bin" / "pip"), "install", "--require-hashes", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", "--requirement", lock]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said, found = [], 0
    for line in pip.stdout or []:
        said.append(line)
        if line.startswith(("Collecting ", "Requirement already")):
            found += 1
            tell(f"· {lock}：{min(found, total)} / {total} 个包")
        elif line.startswith("Installing "):
            tell(f"· {lock}：{total} 个包，正在装 …\n")
    if pip.wait():
        sys.stderr.write("\n" + "".join(said[-20:]))
        stop(f"{lock} 没有装成（见上）。多半是连不上包仓库：请检查网络和 pip 的配置，再试一次。")


def tell(words: str) -> None:
    """On a terminal the line is redrawn; in a log only its end is kept."""
    if sys.stdout.isatty() or words.endswith("\n"):
        sys.stdout.write("\r" * sys.stdout.isatty() + words)
        sys.stdout.flush()


if __name__ == "__main__":
    need_python()
    make_venv()
    for name in sys.argv[1:] or ["requirements-dev.txt"]:
        install(name)
