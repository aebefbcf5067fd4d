"""Where and when: the statistical area tree, what codes became, and the working-day calendar."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet

PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Area(models.Model):
    """区划: a node of the tree of statistical area codes; 2, 4, 6, 9 or 12 digits, trailing zeros trimmed."""

    code = CodeField(primary_key=True, max_length=12)
    name = models.CharField("名称", max_length=64)
    level = models.PositiveSmallIntegerField()  # the length of the code
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Area"].as_manager()

    def __str__(self) -> str:
        return self.name

    def full_name(self) -> str:
        """重庆市南岸区弹子石街道: pseudo-levels stand in the tree and are skipped by name."""
        names, area = [], self
        while area is not None:
            names.append("" if area.name in PSEUDO else area.name)
            area = area.parent  # type: ignore[assignment]
        return "".join(reversed(names))


class AreaChange(models.Model):
    """区划变更: what a code became. No operational row is rewritten when codes change."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", "改名"
        MERGED = "merged", "并入"
        SPLIT = "split", "拆分"

    id = models.UUIDField(primary_key=True, default=uuid7)
    old = models.ForeignKey(Area, models.PROTECT, related_name="became")
    new = models.ForeignKey(Area, models.PROTECT, related_name="was")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["AreaChange"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="area_changes_into_another", condition=~Q(old=F("new"))),
        ]


class Day(models.Model):
    """日历: whether a date is worked, seeded from a package and edited by the system administrator."""

    date = models.DateField(primary_key=True)
    working = models.BooleanField("上班")
    name = models.CharField("说明", max_length=32, blank=True)
    source = models.CharField("来源", max_length=32)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Day"].as_manager()
