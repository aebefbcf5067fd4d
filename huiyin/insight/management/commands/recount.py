"""After a load that went past the rules: `manage.py recount --all`. To be sure: `manage.py recount --check`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.insight import recount, whole


class Command(BaseCommand):
    help = "重新数汇总数字：缺省只数有变动的格子"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="全部从头数一遍")
        parser.add_argument("--check", action="store_true", help="不改，只和逐行数出来的对一遍")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        elif options["all"]:
            self.stdout.write(f"数了 {whole.everything()} 格")
        else:
            self.stdout.write(f"数了 {recount.sweep()} 格")

    def _check(self) -> None:
        recount.sweep()
        if wrong := whole.wrong():
            raise CommandError("\n".join([f"{len(wrong)} 格不对：", *wrong[:50]]))
        self.stdout.write("汇总和逐行数出来的一样，0 格不对")
