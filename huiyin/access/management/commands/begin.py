"""The first three accounts of a new house; everyone else is let in by them, through their pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from huiyin.access import once
from huiyin.access.models import User
from huiyin.access.policy import ROLES
from huiyin.access.rules import accounts, posts, units
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.places.models import Area

FIRST = ("sysadmin", "secadmin", "auditor")  # 等保 2.0: three people
MAY = frozenset({"account.open", "account.view", "organisation.open", "post.grant", "unit.view"})


class Command(BaseCommand):
    help = "开头三个账号：系统管理员、安全管理员、审计管理员（三个人）；只在还没有账号时能用"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("district", help="区县代码，六位，例如 500108")
        for role in FIRST:
            parser.add_argument(
                f"--{role}", required=True, metavar="用户名=姓名", help=ROLES[role].name
            )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                lines = self._begin(options)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("\n".join(lines))
        self.stdout.write("一次性密码只在这里出现一次：分别当面交给本人，第一次登录就要改。")

    def _begin(self, options: dict[str, Any]) -> list[str]:
        if User.objects.exists():
            raise Refused("已经有账号了：新账号请系统管理员在页面上开。")
        area = Area.objects.filter(code=options["district"], level=6).first()
        if area is None:
            raise Refused(
                f"没有代码是 {options['district']} 的区县。先运行 manage.py load_areas，再核对代码。"
            )
        by = Actor.system("install", chain=area.code, can=MAY)
        office = units.open_organisation(
            by=by, kind="other", name=f"{area.name}社工总站办公室", area=area
        )
        return [self._open(by, role, options[role], office) for role in FIRST]

    def _open(self, by: Actor, role: str, given: str, office: Any) -> str:
        username, _, name = given.partition("=")
        if not (username and name):
            raise Refused(f"“{given}”要写成 用户名=姓名，例如 gao=高维。")
        act = uuid7()
        user = accounts.open_account(by=by, act=act, username=username, name=name)
        posts.grant_post(by=by, user=user, role=role, organisation=office)
        return f"{ROLES[role].name} {name}：用户名 {username}，一次性密码 {once.password(act)}"
