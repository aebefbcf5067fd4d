"""The demonstration district. Only under HUIYIN_DEMO=1; the second time there is nothing to do."""

import gc
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from huiyin.access.models import User
from huiyin.demo.seed import contract, district, leaving, present, year
from huiyin.places import loading

ACCOUNTS = (
    ("clerk", "石溪社区居委会 唐玉珍"), ("worker", "驻站社工 周敏"), ("room", "石溪社工室 江雪梅"),
    ("lead", "站长 罗倩"), ("hub", "区总站督导 沈若兰"), ("agency", "承接机构 许晴"),
    ("purchaser", "购买方 郑启明"), ("street", "街道 吴建平"), ("department", "职能部门 姚科员"),
    ("evaluator", "第三方评估 方圆"), ("sysadmin", "系统管理员 高维"), ("secadmin", "安全管理员 安宁"),
    ("auditor", "审计管理员 沈明"), ("clerk2", "另一区居委会 孙兰"), ("worker2", "另一区社工 周远"),
    ("lead2", "另一区站长 钱立"),
)  # fmt: skip


class Command(BaseCommand):
    help = "装入演示街道（人物均为虚构）"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HUIYIN_DEMO:
            raise CommandError("演示数据只在 HUIYIN_DEMO=1 时装入，免得混进真的居民。")
        if not User.objects.filter(username="clerk").exists():
            loading.areas()
            loading.days()
            with transaction.atomic():
                there = district.build()
                contract.play(there)
                if settings.HUIYIN_DEMO_YEAR:
                    self._year(there)
                present.play(there)
                leaving.play(there)
            self.stdout.write("演示街道装好了。")
        self.stdout.write(f"演示账号（密码都是 {district.PASSWORD}）：")
        for username, who in ACCOUNTS:
            self.stdout.write(f"  {username:<11}{who}")

    def _year(self, there: district.District) -> None:
        """A minute of many small objects, none of which is garbage."""
        gc.disable()
        try:
            year.play(there, say=self.stdout.write)
        finally:
            gc.enable()
