"""A schema of its own for one more district, with all tables in it."""

import re
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from huiyin.core import districts


class Command(BaseCommand):
    help = "给一个区建一套自己的数据表（PostgreSQL）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("schema", help="名字，例如 d500108")

    def handle(self, *args: Any, schema: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(
                "只有 PostgreSQL 能在一个库里放几个区。SQLite 请每个区用一个数据文件夹。"
            )
        if not re.fullmatch(r"d\d{6}", schema):
            raise CommandError("名字要写成 d 加六位区划代码，例如 d500108。")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")  # of the pattern above only
        with districts.within(schema):
            call_command("migrate", verbosity=0)
        self.stdout.write(f"{schema} 的数据表建好了。")
