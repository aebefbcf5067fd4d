from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText


class Approval(models.Model):
    """审批: a decision someone owes, so itself a Loop that stands in her day."""

    class Decision(models.TextChoices):
        AGREED = "agreed", "同意"
        OBJECTED = "objected", "不同意"

    loop = models.OneToOneField(
        "loops.Loop", models.PROTECT, primary_key=True, related_name="approval"
    )
    what = models.CharField(max_length=24)
    target = models.UUIDField()
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    words = SecretText("意见", blank=True, under="loop.person_id")

    scope: ClassVar[Scope] = Scope.of_loop()
    objects = ScopedQuerySet["Approval"].as_manager()


class Pass(models.Model):
    """特许查看: who may look at this one thread for a while, by name or de-identified."""

    class Form(models.TextChoices):
        NAMED = "named", "实名"
        DEIDENTIFIED = "deidentified", "去标识"

    id = models.UUIDField(primary_key=True, default=uuid7)
    loop = models.ForeignKey("loops.Loop", models.PROTECT, related_name="passes")
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=12, choices=Form)
    why = models.CharField("为什么", max_length=64)
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    scope: ClassVar[Scope] = Scope.of_loop()
    objects = ScopedQuerySet["Pass"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(name="pass_of_user", fields=["user"], condition=Q(ended_at__isnull=True)),
        ]
