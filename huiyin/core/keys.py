"""The deployment's keys: where they come from, and one derived key for each use."""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FIXED = "fix"  # the key of fingerprints and journal digests: it outlives every rotation


class KeysMissing(Exception):
    """No readable keys. Failing loudly beats writing rows nobody can open."""


@cache
def ring() -> dict[str, bytes]:
    """Key id → 32 bytes, current field key first. Source: HUIYIN_FIELD_KEYS, its _FILE, or the data folder."""
    text = settings.HUIYIN_FIELD_KEYS or _from_folder(_path())
    pairs = [line.split() for line in text.replace(",", "\n").splitlines() if line.strip()]
    keys = {name: base64.b64decode(value) for name, value in pairs}
    if FIXED not in keys or len(keys) < 2 or any(len(key) != 32 for key in keys.values()):
        raise KeysMissing(f"密钥要有 {FIXED} 和至少一把字段密钥，每把 32 字节（base64）。")
    return keys


def given() -> bool:
    """Whether there are keys already: asking for them would make some."""
    return bool(settings.HUIYIN_FIELD_KEYS) or _path().exists()


def current() -> str:
    return next(name for name in ring() if name != FIXED)


@cache
def derived(name: str, use: str) -> bytes:
    """32 bytes for one use of one key, so that no two uses ever share a key (HKDF, RFC 5869)."""
    info = f"huiyin/{use}".encode()
    if name not in ring():
        raise KeysMissing(f"没有名为 {name} 的密钥：写这些数据时用过它，请把它加回密钥文件。")
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(ring()[name])


def marks() -> dict[str, str]:
    """Each key by name with a mark that tells whether it is the same one, and nothing else."""
    return {name: derived(name, "mark").hex()[:16] for name in ring()}


def _path() -> Path:
    return Path(settings.HUIYIN_DATA_DIR) / "keys"


def _from_folder(path: Path) -> str:
    """Made at first use; two processes that start at once end with the same file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        fresh.write_text(f"k1 {_random()}\n{FIXED} {_random()}\n")
        fresh.chmod(0o600)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
