"""Checks the whole journal against its seals and against the heads kept outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.audit import journal
from huiyin.audit.models import Entry


class Command(BaseCommand):
    help = "核对日志：有没有被改、被删、被插入、换位置或截断"

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(journal.verify())
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"日志完好，共 {Entry.objects.count()} 条。")
