"""Making a backup, listing what is there, and letting go of what is too old."""

import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huiyin.core import clock, keys
from huiyin.core.errors import Refused
from huiyin.core.keeping import box, hung, lock, postgres, rows, sqlite

FORMAT = 1
HEADS, ATTACHMENTS = "journal-heads.log", "attachments"
ENGINES: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgres}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Made:
    file: Path
    keys: Path
    told: box.Manifest
    seconds: float
    lock: lock.Lock


def listed(folder: Path) -> list[Path]:
    """Verified backups, the oldest first. Their names are moments, in Beijing time."""
    return sorted(folder.glob("huiyin-*.age"))


def keys_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("keys-*.age"))


def keys_folder(folder: Path) -> Path:
    """Where the persons' keys go: better a place of their own, else a folder of their own."""
    own = settings.HUIYIN_BACKUP_KEYS_DIR
    return Path(own) if own else folder / "keys"


def make(folder: Path) -> Made:
    """Copied, sealed, opened again, compared, and only then listed; the keys of persons in a file apart."""
    begun, sealed_to = time.monotonic(), lock.for_writing()
    apart, home = keys_folder(folder), Path(settings.HUIYIN_DATA_DIR)
    with box.alone(folder, apart, home), box.workplace(home) as work:
        _clear(folder, apart)
        data, held = work / "data", work / "keys"
        data.mkdir()
        held.mkdir()
        told = _copied(data, held)
        stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S-%f}"
        final, final_keys = folder / f"huiyin-{stamp}.age", apart / f"keys-{stamp}.age"
        _seal(held, {"format": FORMAT, "at": told["at"]}, final_keys, sealed_to, lambda *_: None)
        _seal(data, told, final, sealed_to, ENGINES[connection.vendor].verify)
        box.publish(box.unfinished(final_keys), final_keys)
        box.publish(box.unfinished(final), final)
    return Made(final, final_keys, told, time.monotonic() - begun, sealed_to)


def _clear(*folders: Path) -> None:
    """What a killed run left unfinished."""
    for folder in folders:
        for part in folder.glob(".*.age.part"):
            part.unlink()


def _copied(data: Path, held: Path) -> box.Manifest:
    before = _heads()
    taken: AbstractContextManager[None] = ENGINES[connection.vendor].snapshot(data, held)
    with taken:
        told = _told()
        _keep_heads(data / HEADS, before, told["journal"]["heads"])
        told["journal"]["wrong"] = [
            line for one in hung.journal for line in one.wrong(data / HEADS)
        ]
    attachments = Path(settings.HUIYIN_DATA_DIR) / ATTACHMENTS
    if (
        attachments.is_dir()
    ):  # stored by hash: what a row in the copy names was there before the row
        shutil.copytree(attachments, data / ATTACHMENTS, copy_function=shutil.copyfile)
    return told


def _told() -> box.Manifest:
    """What is said of the copy, read from the copy."""
    applied, now = MigrationRecorder(connection).applied_migrations(), clock.now()
    with clock.as_of(now):
        figures = {name: count() for name, count in sorted(hung.figures.items())}
    return {
        "format": FORMAT,
        "version": settings.VERSION,
        "at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
        "field_keys": keys.marks(),
        "rows": rows.counts(),
        "journal": {"heads": {k: v for one in hung.journal for k, v in one.heads().items()}},
        "figures": figures,
    }


def _heads() -> bytes:
    path = Path(settings.HUIYIN_JOURNAL_HEADS)
    return path.read_bytes() if path.exists() else b""


def _keep_heads(path: Path, before: bytes, heads: hung.Heads) -> None:
    """All that stood in the file before the copy was made, and of what came since only what the copy holds:
    a line too few would look like a forgery, one too many like a tail cut off."""
    since = _heads()[len(before) :].decode(errors="replace").splitlines(keepends=True)
    held = [line for line in since if any(one.holds(line, heads) for one in hung.journal)]
    path.write_bytes(before + "".join(held).encode())


def _seal(
    folder: Path, told: box.Manifest, final: Path, to: lock.Lock,
    verify: Callable[[Path, box.Manifest], None],
) -> None:  # fmt: skip
    """Written under another name and opened from there, as a restore would."""
    part = box.unfinished(final)
    box.pack(folder, told, part, to.to)
    again = folder.with_name(f"{folder.name}-again")
    verify(again, box.unpack(part, again, to.key))
    shutil.rmtree(again)
    shutil.rmtree(folder)


def let_go(folder: Path, keep: int) -> list[Path]:
    """Backups beyond the newest `keep` (0 keeps all), and keys older than their weeks: of these the newest
    always stays, for without it no backup opens."""
    oldest = clock.local(clock.now()) - timedelta(weeks=settings.HUIYIN_BACKUP_KEYS_WEEKS)
    gone = listed(folder)[:-keep] if keep else []
    gone += [
        path
        for path in keys_in(keys_folder(folder))[:-1]
        if path.name < f"keys-{oldest:%Y%m%d-%H%M%S}"
    ]
    for path in gone:
        path.unlink()
    return gone


def newest_keys(folder: Path) -> Path:
    found = keys_in(keys_folder(folder))
    if not found:
        raise Refused(
            f"{keys_folder(folder)} 里没有个人密钥的备份（keys-….age）；在别处的话，用 --keys 指出来。"
        )
    return found[-1]
