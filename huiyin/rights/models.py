"""Rights over a person's data. So far one: a lead's leave to open the identity of somebody under eighteen."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText
from huiyin.residents.models import Purpose, What


class State(models.TextChoices):
    ASKED = "asked", "等站长答复"
    GRANTED = "granted", "已批准，还没打开"
    USED = "used", "已打开过"
    DENIED = "denied", "没有批准"


class RevealRequest(models.Model):
    """查看申请: asked by a worker who does not care for the minor, answered by the lead. Its key is its Loop's."""

    loop = models.OneToOneField("loops.Loop", models.PROTECT, primary_key=True, related_name="+")
    person = models.ForeignKey("residents.Person", models.PROTECT, related_name="+")
    purpose = models.CharField("用途", max_length=8, choices=Purpose)
    words = SecretText("说明", under="person_id")
    what = models.CharField("看什么", max_length=12, choices=What, default=What.IDENTITY)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    answer = SecretText("站长的话", blank=True, under="person_id")
    decided_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reveal = models.OneToOneField("residents.Reveal", models.PROTECT, null=True, related_name="+")

    scope: ClassVar[Scope] = Scope.of_loop()
    objects = ScopedQuerySet["RevealRequest"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="reveal_request_is_decided_by_someone",
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reveal_request_has_reveal_iff_used",
                condition=Q(state="used", reveal__isnull=False)
                | (~Q(state="used") & Q(reveal__isnull=True)),
            ),
        ]
