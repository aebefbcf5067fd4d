from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet

models.CharField.register_lookup(Length)


class Level(models.TextChoices):
    HUB = "hub", "区总站"
    STATION = "station", "街道社工站"
    ROOM = "room", "社区社工室"


LENGTHS = {Level.HUB: 6, Level.STATION: 10, Level.ROOM: 13}


class Units(ScopedQuerySet["Unit"]):
    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def stations(self) -> Self:
        return self.filter(level=Level.STATION)


class Unit(models.Model):
    """单位: hub 500108, station 500108006A, room 500108006A012. The code is minted once and never changes."""

    code = CodeField(primary_key=True)
    name = models.CharField("名称", max_length=64)
    level = models.CharField("层级", max_length=8, choices=Level)
    area = models.ForeignKey("places.Area", models.PROTECT, related_name="+")
    receiver = models.ForeignKey("access.Seat", models.PROTECT, null=True, related_name="receives")
    absorbed_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = Units.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="unit_code_fits_its_level",
                condition=Q(level="hub", code__length=6)
                | Q(level="station", code__length=10)
                | Q(level="room", code__length=13),
            ),
            models.CheckConstraint(
                name="unit_open_station_has_receiver",
                condition=~Q(level="station") | Q(until__isnull=False) | Q(receiver__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    COMMITTEE = "committee", "居（村）民委员会"
    DEPARTMENT = "department", "职能部门"
    STREET = "street", "街道办事处"
    PURCHASER = "purchaser", "购买方"
    AGENCY = "agency", "承接机构"
    CHARITY = "charity", "慈善组织"
    EVALUATOR = "evaluator", "评估机构"
    COMMUNITY_ORG = "community_org", "社区社会组织"
    OTHER = "other", "其他"


class Organisation(models.Model):
    """组织: a body outside the tree of units. What it is to us is a relation, never a name."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField("性质", max_length=16, choices=Kind)
    name = models.CharField("名称", max_length=64)
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, related_name="+")
    credit_code = CodeField("统一社会信用代码", max_length=18, blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Organisation"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(name="organisation_in_area", fields=["area", "kind"])
        ]

    def __str__(self) -> str:
        return self.name
