"""docs/operations.md is tried as it is written: each unit's line runs as it stands, in the unit's environment.

systemd itself is not needed: its file says user, folder, environment and line, and those are taken from it.
The places of a real server are put under a folder of the test; nothing else is changed.
"""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest

from huiyin.core.keeping import backups
from tools import pg, throwaway

ROOT = throwaway.ROOT
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
PROXIED = {"Host": "huiyin.example", "X-Forwarded-Proto": "https"}


def unit(name: str) -> dict[str, str]:
    lines = (DEPLOY / name).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]\w+=", line))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of one server, with keys made as the page says, prepared as the page says."""
    place = tmp_path_factory.mktemp("server")
    for folder in ("etc/huiyin", "var/lib/huiyin", "var/lib/huiyin-heads", "var/backups/huiyin"):
        (place / folder).mkdir(parents=True)
    for name, line in (("secret-key", "openssl rand -base64 48"), ("field-keys", FIELD_KEYS)):
        made = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)  # noqa: S603, S607
        (place / "etc/huiyin" / name).write_text(made.stdout)
    done = subprocess.run(
        [sys.executable, "-m", "tools.prepare"], cwd=ROOT, env=environment(place), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place


FIELD_KEYS = (
    """printf 'k1 %s\\nfix %s\\n' "$(openssl rand -base64 32)" "$(openssl rand -base64 32)\""""
)


def moved(text: str, place: Path) -> str:
    """The same words with a real server's folders under `place`, and the program where it lies here."""
    text = text.replace("/opt/huiyin/.venv", str(ROOT / ".venv")).replace("/opt/huiyin", str(ROOT))
    return re.sub(r"(?<![\w/])/(etc|var)/", rf"{place}/\1/", text)


def environment(place: Path, port: int = 8000) -> dict[str, str]:
    """What `env -i` leaves, and the unit's own file. On SQLite, and with a key that exists."""
    given = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    for line in moved((DEPLOY / "huiyin.env").read_text(), place).splitlines():
        if line and not line.startswith("#"):
            name, value = line.split("=", 1)
            given[name] = value
    del given["DATABASE_URL"]
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    return given | {"HUIYIN_PORT": str(port), "HUIYIN_BACKUP_TO": recipient}


@pytest.fixture
def start(server: Path) -> Iterator[Callable[[str, int], "subprocess.Popen[bytes]"]]:
    running: list[subprocess.Popen[bytes]] = []

    def as_the_unit_says(name: str, port: int = 8000) -> "subprocess.Popen[bytes]":
        told, given = unit(name), environment(server, port)
        words = moved(told["ExecStart"], server).replace("${HUIYIN_PORT}", given["HUIYIN_PORT"])
        running.append(
            subprocess.Popen(  # noqa: S603
                words.split(), env=given, cwd=moved(told["WorkingDirectory"], server),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
        )  # fmt: skip
        return running[-1]

    yield as_the_unit_says
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def ended(process: "subprocess.Popen[bytes]", unit_name: str) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(int(unit(unit_name)["TimeoutStopSec"]))


def listens_to_term(pid: int) -> bool:
    """Whether it has said by now what it does when it is told to stop (Linux)."""
    told = re.search(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return told is not None and bool(int(told[1], 16) >> (signal.SIGTERM - 1) & 1)


def asked(url: str, **headers: str) -> int:
    request = urllib.request.Request(url, headers={**PROXIED, **headers})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  # nosec B310: loopback
        return int(answer.status)


def test_the_web_unit_serves_behind_its_proxy_and_stops_when_told(start) -> None:
    port = pg.free_port()
    process = start("huiyin-web.service", port)
    deadline, status = time.monotonic() + 60, 0
    while status != 200 and time.monotonic() < deadline:
        try:
            status = asked(f"http://127.0.0.1:{port}/healthz")
        except OSError:
            time.sleep(0.2)

    assert status == 200
    assert asked(f"http://127.0.0.1:{port}/sign-in") == 200
    assert ended(process, "huiyin-web.service") == 0


def test_the_work_unit_works_until_it_is_told_to_stop(start, server: Path) -> None:
    process = start("huiyin-work.service")
    deadline = time.monotonic() + 60
    while not listens_to_term(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(2)  # a round of all its jobs

    assert process.poll() is None
    assert ended(process, "huiyin-work.service") == 0
    assert process.stdout is not None
    assert b"failed" not in process.stdout.read()


def test_the_backup_unit_leaves_one_verified_backup_and_its_keys_elsewhere(
    start, server: Path
) -> None:
    process = start("huiyin-backup.service")
    said = process.communicate(timeout=120)[0].decode()

    assert process.returncode == 0, said
    assert len(backups.listed(server / "var/backups/huiyin")) == 1
    assert len(backups.keys_in(server / "var/backups/huiyin-keys")) == 1
    assert not (server / "var/lib/huiyin/backup-key").exists()


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_writes_only_where_its_data_lies_and_is_nobody_special(name: str) -> None:
    told = unit(name)

    assert (told["User"], told["ProtectSystem"], told["NoNewPrivileges"]) == (
        "huiyin", "strict", "yes",
    )  # fmt: skip
    assert all(p.startswith("/var/") for p in told["ReadWritePaths"].split())
    assert told["EnvironmentFile"] == "/etc/huiyin/huiyin.env"


def test_every_variable_of_the_servers_file_is_one_the_settings_read() -> None:
    example = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE))
    used = re.findall(r"^([A-Z_]+)=", (DEPLOY / "huiyin.env").read_text(), re.MULTILINE)

    assert {name.removesuffix("_FILE") for name in used} - known == set()


def test_the_proxy_goes_where_the_web_unit_listens_and_says_what_the_program_trusts() -> None:
    conf = (DEPLOY / "nginx.conf").read_text()
    listens = re.search(r"^HUIYIN_PORT=(\d+)", (DEPLOY / "huiyin.env").read_text(), re.MULTILINE)

    assert listens is not None
    assert f"server 127.0.0.1:{listens[1]};" in conf
    assert "proxy_set_header X-Forwarded-Proto https;" in conf
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf  # set, never added to
    assert re.findall(r"ssl_protocols (.*);", conf) == ["TLSv1.2 TLSv1.3"]


ADDRESS = """
import io, os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from config import wsgi
seen = []
inner = getattr(wsgi.application, "__wrapped__", wsgi.application)
inner.get_response = lambda request: seen.append(request.META["REMOTE_ADDR"]) or 1 / 0
for remote in ("127.0.0.1", "10.0.0.9"):
    scope = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": "203.0.113.7", "REQUEST_METHOD": "GET",
             "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.input": io.BytesIO()}
    try:
        wsgi.application(scope, lambda *_: None)
    except ZeroDivisionError:
        pass
print(*seen)
"""


@pytest.mark.parametrize(
    ("https", "seen"), [("1", "203.0.113.7 10.0.0.9"), ("0", "127.0.0.1 10.0.0.9")]
)
def test_only_the_proxy_on_this_machine_says_whom_it_speaks_for(
    server: Path, https: str, seen: str
) -> None:
    """Else whoever sends the header chooses the address his wrong guesses are counted under."""
    given = environment(server) | {"HUIYIN_HTTPS": https}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ADDRESS],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == seen.split(), done.stderr


def test_every_command_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"manage\.py (\w+)", page))
    there = {path.stem for path in ROOT.glob("huiyin/*/management/commands/*.py")}
    django = {"migrate", "check", "clearsessions", "shell"}

    assert named - there - django == set()
    assert {"backup", "restore", "rotate_keys", "verify_journal", "begin", "work"} <= named | {
        "work"
    }


def test_every_file_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"deploy/[\w-]+\.\w+", page))

    assert named == {f"deploy/{path.name}" for path in DEPLOY.iterdir()}


def test_every_test_the_security_page_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    named = re.findall(r"`((?:tests|huiyin)/[\w/.]+)`", page)

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
