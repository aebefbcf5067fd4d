"""Seals again under the first field key what older ones sealed; says which of them nothing needs any more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from huiyin.core import keys, rotation


class Command(BaseCommand):
    help = "轮换字段密钥：把旧密钥封的改用第一把封；可以停下再来，不用停服务"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只数每把密钥还封着多少，不改")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            for name, done in rotation.rotate():
                self.stdout.write(f"  {name}：改封 {done} 处")
        used = rotation.in_use()
        for name in keys.ring():
            if name != keys.FIXED:
                self.stdout.write(f"{name}：封着 {used[name]} 处{self._fate(name, used[name])}")

    def _fate(self, name: str, sealed: int) -> str:
        if name == keys.current():
            return "，是现在用的这把"
        return "" if sealed else "，可以从 HUIYIN_FIELD_KEYS 里去掉；旧备份还要它，请另存"
