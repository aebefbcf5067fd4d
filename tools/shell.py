"""`make shell as=worker`: a Django shell that holds the Actor of that account's first post.

Rules and lists can be tried as she would use them: `Loop.objects.visible_to(actor)`.
"""

import os
import sys
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.commands import shell


class Shell(shell.Command):
    held: dict[str, Any] = {}

    def get_namespace(self, **options: Any) -> dict[str, Any]:
        return {**super().get_namespace(**options), **self.held}


def main(username: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from huiyin.access import actors  # noqa: PLC0415  (models exist only after setup)

    user = apps.get_model("access.User").objects.filter(username=username).first()
    if user is None:
        sys.exit(f"没有 {username} 这个账号；make seed 会建演示账号。")
    posts = actors.posts_of(user)
    actor = actors.actor_of(user, posts[0] if posts else None)
    print(f"actor：{actor.name}，{actor.place}（{actor.role}）")
    Shell.held = {"actor": actor}
    call_command(Shell())


if __name__ == "__main__":
    main(sys.argv[1])
