"""Makes a house again of one backup, in an empty place."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.keeping import backups, restores


class Command(BaseCommand):
    help = "恢复：把一份备份放进空的数据文件夹或空的数据库"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="huiyin-….age")
        parser.add_argument("--keys", type=Path, help="个人密钥的备份；默认用最新的一份")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = restores.make(options["file"].resolve(), options["keys"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            raise CommandError(f"没有恢复成：{error}。先看磁盘有没有满，文件夹能不能写。") from None
        if made.differences:
            raise CommandError("恢复了，但和备份时不一样：\n" + "\n".join(made.differences))
        told = made.told
        self.stdout.write(
            f"恢复好了：{clock.local(datetime.fromisoformat(told['at'])):%Y-%m-%d %H:%M} 的 {backups.NAMES[told['database']]} 备份，"
            f"{sum(told['rows'].values())} 行；行数、日志封存头、数字都和备份时一样。"
        )
        if made.missing:
            self.stdout.write(
                f"这里的程序更新，还差 {len(made.missing)} 步数据表：请运行 manage.py migrate。"
            )
        if told["journal"]["wrong"]:
            self.stdout.write("备份时日志就核对不上：\n" + "\n".join(told["journal"]["wrong"]))
