"""What can be referred to a station, and what cannot: the boundary as rows (domain.md 1.4)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet


class Verdict(models.TextChoices):
    CAN = "can", "可以转"
    ASSIST = "assist", "协助"
    CANNOT = "cannot", "不能转"
    NEGOTIATE = "negotiate", "先协商"


SIGNS = {
    "can": "○",
    "assist": "△",
    "cannot": "×",
    "negotiate": "⇄",
}  # in ink: a verdict is no state


class Boundaries(ScopedQuerySet["BoundaryRule"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def governing(self, station: str) -> Self:
        """Rows of the house and of every unit above the station, and its own."""
        return self.filter(unit__in=[station[:n] for n in (0, 2, 4, 6, 9, 10)])


class BoundaryRule(models.Model):
    """能不能转: one matter, the verdict on it, why, what the station may and may not do, and who else to ask.

    `unit` is the code it holds for: "" is the default of the house, a station's own row goes before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = CodeField("适用单位", blank=True)
    matter = models.CharField("事项代码", max_length=16)
    name = models.CharField("事项", max_length=24)
    place = models.PositiveSmallIntegerField("排在第几", default=50)
    verdict = models.CharField("能不能转", max_length=12, choices=Verdict)
    why = models.CharField("为什么", max_length=200)
    how = models.CharField("社工站可以", max_length=200, blank=True)
    limits = models.CharField("社工站不能", max_length=200, blank=True)
    wording = models.CharField("一句话", max_length=40)
    addressee = models.CharField("还可以找谁", max_length=80, blank=True)
    basis = models.CharField("依据", max_length=120)
    agreed_by = models.CharField("和谁商定", max_length=80, blank=True)
    since = models.DateField("从", default=clock.today)
    until = models.DateField("到", null=True)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = Boundaries.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="boundary_once_per_unit",
                fields=["unit", "matter"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="boundary_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="boundary_no_names_an_addressee",
                condition=~Q(verdict=Verdict.CANNOT) | ~Q(addressee=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="boundary_of_matter", fields=["matter", "unit"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict]

    @property
    def sendable(self) -> bool:
        return self.verdict != Verdict.CANNOT
