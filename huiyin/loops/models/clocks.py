from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from huiyin.audit.counted import Counts
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet


class Term(models.Model):
    """时限: how long a kind of promise may take in a unit; the longest prefix wins over the house's defaults."""

    class Of(models.TextChoices):
        WORKDAY = "workday", "工作日"
        DAY = "day", "日"
        MONTH = "month", "个月"

    id = models.UUIDField(primary_key=True, default=uuid7)
    prefix = CodeField(blank=True)
    kind = models.CharField(max_length=24)
    code = CodeField(max_length=16)
    amount = models.PositiveSmallIntegerField()
    of = models.CharField(max_length=8, choices=Of)
    urgent = models.BooleanField(default=False)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Term"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="term_once", fields=["prefix", "kind", "code", "urgent"]),
        ]


class Milestones(ScopedQuerySet["Milestone"]):
    def unmet(self) -> Self:
        return self.filter(met_at__isnull=True)


class Milestone(models.Model):
    """时限节点: one clock of a Loop: answer, contact, note, feedback."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    loop = models.ForeignKey("loops.Loop", models.PROTECT, related_name="milestones")
    code = CodeField(max_length=16)
    n = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField("期限")
    met_at = models.DateTimeField("做到", null=True)
    evidence = models.UUIDField(null=True)
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", db_column="unit", db_index=False
    )

    scope: ClassVar[Scope] = Scope.of_loop()
    counts: ClassVar[Counts] = Counts(unit="unit_id", days=("due_at",))
    objects = Milestones.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="milestone_once", fields=["loop", "code", "n"]),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                name="milestone_unmet", fields=["loop", "due_at"], condition=Q(met_at__isnull=True)
            ),
            models.Index(name="milestone_unit_due", fields=["unit", "due_at"]),
        ]
