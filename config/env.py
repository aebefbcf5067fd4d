"""Reads the environment, once, at start. What is wrong fails here, in one line, and not an hour later."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} 只能是 0 或 1。")
    return value == "1" if value else default


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"{name} 要写成整数。")
    return int(value) if value else default


def secret(name: str) -> str:
    """The variable, or the file its _FILE twin names; that file must be readable."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE 指的文件读不了：{path}") from error


def kept_secret(name: str, folder: Path) -> str:
    """As `secret`; where none is given, one is made in the data folder and kept."""
    given = secret(name)
    if given:
        return given
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        fresh.replace(path) if not path.exists() else fresh.unlink()
    return path.read_text()


def database(folder: Path) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name`, or empty for SQLite in the data folder."""
    url = text("DATABASE_URL")
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return _sqlite(folder / "huiyin.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL 要以 postgresql:// 或 sqlite:// 开头。")
    return {
        "ENGINE": "huiyin.core.postgres",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # lists join a dozen rows by their keys, in the order written: planning every order took longer than the list
        "OPTIONS": {"options": "-c join_collapse_limit=4"},
        "TEST": {"TEMPLATE": text("HUIYIN_TEST_TEMPLATE") or None},
    }


def districts(name: str) -> dict[str, str]:
    """`nanan.example=d500108,yubei.example=d500112`: which district is served under which host."""
    pairs = [pair.partition("=") for pair in text(name).split(",") if pair]
    if not all(host and schema for host, _, schema in pairs):
        raise ImproperlyConfigured(f"{name} 要写成 域名=区,域名=区。")
    return {host: schema for host, _, schema in pairs}


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL costs one sync for each commit (7 ms against 0.1 ms with NORMAL on our machines). With NORMAL
            # a power cut took 32 of 32 deeds that had been answered: tests/faults/test_power_cuts.py
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # in-memory databases answer "table is locked" at once where a file waits: races need a file;
        # of its own for each process, so that two people may test in one folder
        "TEST": {"NAME": path.with_name(f"test-{os.getpid()}.sqlite3")},
    }
