"""`manage.py token USER`: a token for her oldest post; it is the last word of what is printed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.access import actors
from huiyin.access.models import User
from huiyin.api import queries, rules
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7

NAME = "命令行"


class Command(BaseCommand):
    help = "给一个账号办接口令牌（用她最早的岗位）；最后一个词就是令牌，只显示这一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USER")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.select_related("seat").filter(username=options["username"]).first()
        posts = actors.posts_of(user) if user else []
        if user is None or not posts:
            raise CommandError("没有这个账号，或者她现在没有岗位。")
        act, by = uuid7(), actors.actor_of(user, posts[0])
        try:
            rules.make(by=by, act=act, post=posts[0], name=NAME)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        token = queries.plain(act, user.pk)
        if queries.actor_of(token) is None:
            raise CommandError("账号已关、已停用，或者一次性密码还没有改：这样的账号用不了令牌。")
        where = posts[0].unit or posts[0].organisation
        self.stdout.write(f"{user.name}，{posts[0].role_name}，{where}的令牌：")
        self.stdout.write(token)
