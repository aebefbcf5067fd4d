"""One sealed file: a tar in the age format with a manifest in it. `age -d … | tar xz` opens it without us.

It grows under another name, is opened and compared before it gets its own, and gets it by one rename: a
file that is listed is a file that was verified (trust.md R11).
"""

import fcntl
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyrage

from huiyin.core.errors import Refused

MANIFEST = "manifest.json"
WORK = "keeping-"  # folders with unsealed copies, gone when the work is done
Manifest = dict[str, Any]


def unfinished(final: Path) -> Path:
    return final.with_name(f".{final.name}.part")


@contextmanager
def alone(*folders: Path) -> Iterator[None]:
    """One keeper at a time in these folders."""
    with ExitStack() as held:
        for folder in sorted({folder.resolve() for folder in folders}):
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
            held.callback(os.close, handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"另一个备份或恢复正在用 {folder}，等它做完再来。") from None
        yield


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """For unsealed copies, for the owner's eyes only. What a killed predecessor left is cleared away first;
    the caller is alone in the folder."""
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left)
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work)


def pack(folder: Path, told: Manifest, out: Path, to: list[Any]) -> None:
    """Everything in the folder, and what is told about it, sealed to these recipients."""
    told = {**told, "files": {_within(folder, path): _sum(path) for path in _files(folder)}}
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1))
    plain = folder.with_suffix(".tar")
    with tarfile.open(plain, "w:gz", compresslevel=1) as tar:
        tar.add(folder / MANIFEST, MANIFEST)  # first, so that it can be read without the rest
        for name in told["files"]:
            tar.add(folder / name, name)
    pyrage.encrypt_file(str(plain), str(out), to)
    plain.unlink()
    flush(out)


def unpack(file: Path, folder: Path, key: Any) -> Manifest:
    """Opened, complete and unchanged, or refused in a sentence."""
    folder.mkdir()
    plain = folder.with_suffix(".tar")
    try:
        pyrage.decrypt_file(str(file), str(plain), [key])
        with tarfile.open(plain, "r:gz") as tar:
            _extract(tar, folder.resolve())
        told: Manifest = json.loads((folder / MANIFEST).read_text())
    except pyrage.DecryptError as error:
        raise Refused(_why(file, str(error))) from None
    except (OSError, EOFError, ValueError, tarfile.TarError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk, not the file
            raise
        raise Refused(_why(file, str(error))) from None
    finally:
        plain.unlink(missing_ok=True)
    if told.get("files") != {
        _within(folder, path): _sum(path) for path in _files(folder) if path.name != MANIFEST
    }:
        raise Refused(f"{file.name} 里的内容和清单不一致，不能用。请换另一份备份。")
    return told


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files below the folder, nothing else: whoever has the public key can seal a tar of her own.
    (`filter="data"` does the same from Python 3.11.4 on; Debian 12 has 3.11.2.)"""
    for member in tar:
        place = (folder / member.name).resolve()
        source = tar.extractfile(member) if member.isfile() else None
        if source is None or not place.is_relative_to(folder):
            raise tarfile.TarError(member.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with source, place.open("wb") as target:
            shutil.copyfileobj(source, target)


def _why(file: Path, said: str) -> str:
    if "No matching keys" in said:
        return f"{file.name} 打不开：钥匙不是做备份时的那一把（HUIYIN_BACKUP_KEY），或者文件开头被改动过。"
    return f"{file.name} 被改动过或者不完整，不能用。请换另一份备份。"


def publish(part: Path, final: Path) -> None:
    part.replace(final)
    flush(final.parent)


def flush(path: Path) -> None:
    """On the disk, not only handed to it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _within(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _sum(path: Path) -> list[int | str]:
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]
