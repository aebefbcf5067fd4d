"""Who can open a backup: the age key of the deployment, which may live far from the server.

Only HUIYIN_BACKUP_TO (public) is needed to write. Verifying takes a key as well: where the private one is
not here, one is made for this run alone, sealed to beside the others, and forgotten.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings

from huiyin.core.errors import Refused
from huiyin.core.keeping import box


@dataclass(frozen=True)
class Lock:
    to: list[Any]
    key: Any  # opens what was just written, to verify it
    made: Path | None = None  # the key lies here because nobody gave one


def for_writing() -> Lock:
    given, to = settings.HUIYIN_BACKUP_KEY, _recipients()
    if given:
        key = _identity(given)
        return Lock([key.to_public(), *to], key)
    if to:
        once = pyrage.x25519.Identity.generate()
        return Lock([*to, once.to_public()], once)
    key = _identity(_kept())
    return Lock([key.to_public()], key, _path())


def for_reading() -> Any:
    if settings.HUIYIN_BACKUP_KEY:
        return _identity(settings.HUIYIN_BACKUP_KEY)
    if _path().exists():
        return _identity(_path().read_text())
    raise Refused("打开备份要有备份钥匙：请设 HUIYIN_BACKUP_KEY 或 HUIYIN_BACKUP_KEY_FILE。")


def _recipients() -> list[Any]:
    names = settings.HUIYIN_BACKUP_TO.replace(",", " ").split()
    try:
        return [pyrage.x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError:
        raise Refused("HUIYIN_BACKUP_TO 要写 age1 开头的公钥，几把之间用逗号隔开。") from None


def _identity(text: str) -> Any:
    """The one line that is a key, as `age-keygen` writes it among comments."""
    lines = [
        line.strip() for line in text.splitlines() if line.strip().startswith("AGE-SECRET-KEY")
    ]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError):
        raise Refused(
            "HUIYIN_BACKUP_KEY 不是一把 age 钥匙（AGE-SECRET-KEY-1 开头的一行）。"
        ) from None


def _kept() -> str:
    if not _path().exists():
        fresh = box.unfinished(_path())
        fresh.parent.mkdir(parents=True, exist_ok=True)
        fresh.touch(0o600)
        fresh.write_text(f"{pyrage.x25519.Identity.generate()}\n")
        box.flush(fresh)
        box.publish(fresh, _path())
    return _path().read_text()


def _path() -> Path:
    return Path(settings.HUIYIN_DATA_DIR) / "backup-key"
