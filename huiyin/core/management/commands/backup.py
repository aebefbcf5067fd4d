"""Copies everything into one sealed, verified file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.core.errors import Refused
from huiyin.core.keeping import backups


class Command(BaseCommand):
    help = "备份：数据库、附件、日志封存头，加密、验过才收下；个人密钥另存一份"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="放备份的文件夹，最好在另一台机器或另一块盘上"
        )
        parser.add_argument("--list", action="store_true", help="只列出已有的备份")
        parser.add_argument("--keep", type=int, default=0, help="只留最新的几份（默认全留）")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["list"]:
            for file in backups.listed(folder):
                self.stdout.write(f"{file}（{_size(file)}）")
            return
        try:
            made = backups.make(folder.resolve())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            raise CommandError(f"没有备份成：{error}。先看磁盘有没有满，文件夹能不能写。") from None
        self._tell(made)
        for path in backups.let_go(folder.resolve(), options["keep"]):
            self.stdout.write(f"  删了旧的：{path.name}")
        if made.told["journal"]["wrong"]:
            raise CommandError(
                "备份收下了，但日志核对不上：\n" + "\n".join(made.told["journal"]["wrong"])
            )

    def _tell(self, made: backups.Made) -> None:
        told = made.told
        self.stdout.write(f"备份好了：{made.file}（{_size(made.file)}，{made.seconds:.1f} 秒）")
        self.stdout.write(
            f"  {backups.NAMES[told['database']]}，{len(told['rows'])} 张表，{sum(told['rows'].values())} 行；"
            f"日志 {told['rows']['audit_entry']} 条，{len(told['journal']['heads'])} 条链"
        )
        self.stdout.write(f"  个人密钥另存：{made.keys}")
        self.stdout.write(
            "  验过：解得开，内容和清单一致，数据库打得开，每张表行数相同，日志核对过。"
        )
        if made.lock.made:
            self.stderr.write(
                f"备份钥匙还在 {made.lock.made}，和数据放在一起：机器丢了就都丢了。"
                "请抄到别处保管，再设 HUIYIN_BACKUP_TO（见 docs/operations.md）。"
            )


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:.1f} MB"
