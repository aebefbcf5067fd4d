"""Making a house again of a backup: into an empty place, whole or not at all."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from huiyin.core import clock, keys
from huiyin.core.errors import Refused
from huiyin.core.keeping import backups, box, hung, lock, rows


@dataclass(frozen=True)
class Made:
    told: box.Manifest
    missing: list[str]  # migrations this house has and the backup had not
    differences: list[str]  # none, unless something is wrong


def make(file: Path, keys_file: Path | None = None) -> Made:
    """Everything that can be refused is refused before the first byte is put in place; the database is last."""
    home = Path(settings.HUIYIN_DATA_DIR)
    with box.alone(home), box.workplace(home) as work:
        engine = backups.ENGINES[connection.vendor]
        if not engine.empty():
            raise Refused(
                "这里已经有数据。恢复只进空的地方：换一个空的数据文件夹或空的数据库，再来一次。"
            )
        told, held = _opened(file, keys_file, work)
        _need_this_house(told)
        _need_its_keys(told, held)
        engine.verify(work / "data", told)
        _put_files(work / "data")
        engine.load(work / "data", work / "keys")
    with clock.as_of(datetime.fromisoformat(told["at"])):  # what is due by now was not due then
        return Made(told, _missing(told), list(_differences(told)))


def _opened(file: Path, keys_file: Path | None, work: Path) -> tuple[box.Manifest, box.Manifest]:
    key = lock.for_reading()
    for path in (file, keys_file or backups.newest_keys(file.parent)):
        if not path.is_file():
            raise Refused(f"没有这个文件：{path}")
    told = box.unpack(file, work / "data", key)
    held = box.unpack(keys_file or backups.newest_keys(file.parent), work / "keys", key)
    return told, held


def _need_this_house(told: box.Manifest) -> None:
    if "database" not in told:
        raise Refused("这是个人密钥的备份，不是数据的备份：数据的文件叫 huiyin-….age。")
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    if told["format"] > backups.FORMAT or set(told["migrations"]) - known:
        raise Refused(
            f"这份备份来自更新的版本（{told['version']}）：先把这里的程序升级到那一版，再恢复。"
        )
    if told["database"] != connection.vendor:
        there, here = backups.NAMES[told["database"]], backups.NAMES[connection.vendor]
        raise Refused(
            f"这份备份是 {there} 的，这里用的是 {here}：两种数据库之间不能恢复，请按 {there} 设 DATABASE_URL。"
        )


def _need_its_keys(told: box.Manifest, held: box.Manifest) -> None:
    if held["at"] < told["at"]:
        raise Refused("个人密钥的备份比数据还旧：请用最新的那一份（--keys 指出文件）。")
    here = keys.marks() if keys.given() else {}
    lacking = [name for name, mark in told["field_keys"].items() if here.get(name) != mark]
    if lacking:
        names = "、".join(lacking)
        raise Refused(
            f"字段密钥 {names} 不是做备份时的那一把：先把当时的 HUIYIN_FIELD_KEYS 放好，再恢复。"
        )


def _put_files(data: Path) -> None:
    """What a killed run has put there already is the same, and is put again."""
    heads = Path(settings.HUIYIN_JOURNAL_HEADS)
    kept = (data / backups.HEADS).read_bytes()
    if heads.exists() and heads.read_bytes() not in (b"", kept):
        raise Refused(f"{heads} 里已有别处的封存记录：把它移开，再恢复。")
    heads.parent.mkdir(parents=True, exist_ok=True)
    box.unfinished(heads).write_bytes(kept)
    box.flush(box.unfinished(heads))
    box.publish(box.unfinished(heads), heads)
    if (data / backups.ATTACHMENTS).is_dir():
        place = Path(settings.HUIYIN_DATA_DIR) / backups.ATTACHMENTS
        shutil.copytree(data / backups.ATTACHMENTS, place, dirs_exist_ok=True)


def _missing(told: box.Manifest) -> list[str]:
    graph = MigrationLoader(connection).graph
    plan = {f"{app}.{name}" for app, name in graph.nodes}
    return sorted(plan - set(told["migrations"]))


def _differences(told: box.Manifest) -> Iterator[str]:
    """The restored house against what was told of the one that was left."""
    found = rows.counts()
    for table in sorted(set(found) | set(told["rows"])):
        if found.get(table) != told["rows"].get(table):
            yield f"{table}：备份里 {told['rows'].get(table)} 行，这里 {found.get(table)} 行。"
    heads = {chain: head for one in hung.journal for chain, head in one.heads().items()}
    if heads != told["journal"]["heads"]:
        yield "日志的封存头和备份里的不一致。"
    wrong = [
        line for one in hung.journal for line in one.wrong(Path(settings.HUIYIN_JOURNAL_HEADS))
    ]
    yield from (line for line in wrong if line not in told["journal"]["wrong"])
    for name, value in told["figures"].items():
        now = hung.figures[name]() if name in hung.figures else None
        if now != value:
            yield f"数字“{name}”：备份里 {value}，这里 {now}。"
