"""A network of any size, the same for the same seed. Only under HUIYIN_DEMO=1."""

import os
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from huiyin.core import clock
from huiyin.demo.seed.district import PASSWORD
from huiyin.demo.simulate import run
from huiyin.demo.simulate.span import Span, months_before
from huiyin.places import loading

EACH = 600  # people a station knows, where nobody says


class Command(BaseCommand):
    help = "装入一个任意大小的模拟网络（人物均为虚构）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stations", type=int, required=True, help="几个社工站")
        parser.add_argument("--months", type=int, required=True, help="几个月的事")
        parser.add_argument("--seed", type=int, required=True, help="同一个数，同一个网络")
        parser.add_argument("--people", type=int, help=f"共多少居民（默认每站 {EACH} 人）")
        parser.add_argument(
            "--until", type=date.fromisoformat, help="到哪一天（默认今天，YYYY-MM-DD）"
        )
        parser.add_argument("--processes", type=int, help="几个进程（默认：PostgreSQL 每核一个）")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HUIYIN_DEMO:
            raise CommandError("模拟数据只在 HUIYIN_DEMO=1 时装入，免得混进真的居民。")
        wish = self._wish(options)
        try:
            outcome = run.run(wish, self.stdout.write)
        except run.Taken as taken:
            raise CommandError(
                f"{taken}已经有数据，没有装入。请换一个 --seed，或者用一个空库。"
            ) from taken
        for table, rows in sorted(outcome.counts.items()):
            self.stdout.write(f"  {table:<28}{rows:>12,}")
        self.stdout.write(f"共 {sum(outcome.counts.values()):,} 行，{outcome.seconds:.0f} 秒。")
        self.stdout.write(
            f"种子 {wish.seed}，到 {wish.span.last + timedelta(days=1)}，摘要 {outcome.digest}"
        )

    def _wish(self, options: dict[str, Any]) -> run.Wish:
        stations, months = options["stations"], options["months"]
        if stations < 1 or months < 1:
            raise CommandError("社工站和月份至少各有一个。")
        loading.days()
        until = options["until"] or clock.today()
        several = os.cpu_count() or 1 if connection.vendor == "postgresql" else 1
        return run.Wish(
            stations, options["people"] or stations * EACH, options["seed"],
            Span(months_before(until, months), until - timedelta(days=1)), PASSWORD,
            options["processes"] or several,
        )  # fmt: skip
