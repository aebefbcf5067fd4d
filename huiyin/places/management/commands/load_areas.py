"""Loads the country's area codes and the working-day calendar; does nothing the second time."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from huiyin.places import loading


class Command(BaseCommand):
    help = "装入全国区划代码（到街道）和工作日历"

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        areas, days = loading.areas(), loading.days()
        self.stdout.write(f"区划 {areas} 条，日历 {days} 天，{time.monotonic() - begun:.1f} 秒")
