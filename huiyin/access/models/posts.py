from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from huiyin.access.policy import ROLES
from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet

NO_ORGANISATION = models.Value("00000000-0000-0000-0000-000000000000", models.UUIDField())


class Posts(ScopedQuerySet["Post"]):
    def on(self, day: date) -> Self:
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Post(models.Model):
    """岗位: one person in one post. Rights and rows come from the post; two posts are never joined."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey("access.User", models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=16)
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, null=True, related_name="posts", db_column="unit"
    )
    organisation = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="posts"
    )
    title = models.CharField("职务", max_length=32, blank=True)
    since = models.DateField("从", default=clock.today)
    until = models.DateField("到", null=True)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    scope: ClassVar[Scope] = Scope.held("post.view", own="user")
    objects = Posts.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="post_is_somewhere", condition=Q(unit__isnull=False) | Q(organisation__isnull=False)
            ),
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                F("user"), F("role"), Coalesce(F("unit"), models.Value("")),
                Coalesce(F("organisation"), NO_ORGANISATION),
                name="post_held_once", condition=Q(until__isnull=True),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(name="post_of_user", fields=["user"], condition=Q(until__isnull=True)),
        ]

    @property
    def role_name(self) -> str:
        return ROLES[self.role].name if self.role in ROLES else self.role


class Reach(models.Model):
    """范围: what a post reaches beyond its own unit: an agency's stations, a street's nine digits."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    post = models.ForeignKey(Post, models.PROTECT, related_name="reaches")
    prefix = CodeField("代码")
    since = models.DateField("从", default=clock.today)
    until = models.DateField("到", null=True)
    why = models.CharField("为什么", max_length=64)

    scope: ClassVar[Scope] = Scope.held("post.view", own="post__user")
    objects = ScopedQuerySet["Reach"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="reach_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]
