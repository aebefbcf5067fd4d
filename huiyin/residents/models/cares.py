from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.residents.models.people import Person

NOBODY = models.Value("00000000-0000-0000-0000-000000000000", models.UUIDField())
RUNNING = Q(ended_at__isnull=True)


class Grade(models.TextChoices):
    CARER = "carer", "负责服务"
    READER = "reader", "可以看"
    SOURCE = "source", "转介来的"


class Cares(ScopedQuerySet["Care"]):
    def standing(self) -> Self:
        """In force today; a date in `until` is its last day."""
        today = clock.today()
        return self.filter(RUNNING, since__lte=today).filter(
            Q(until__isnull=True) | Q(until__gte=today)
        )


class Care(models.Model):
    """照管: who serves this person, or named her. A right to see beyond one's reach is such a row."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cares", db_index=False)
    user = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, null=True, related_name="+", db_column="unit", db_index=False
    )
    organisation = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    grade = models.CharField("程度", max_length=8, choices=Grade, default=Grade.CARER)
    why = models.CharField("因为", max_length=32)
    cause = models.UUIDField(null=True)  # a Loop's id; no key, since it would look up
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person", own="user")
    objects = Cares.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="care_has_one_holder",
                condition=Q(user__isnull=False, unit__isnull=True, organisation__isnull=True)
                | Q(user__isnull=True, unit__isnull=False, organisation__isnull=True)
                | Q(user__isnull=True, unit__isnull=True, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                F("person"), Coalesce(F("user"), NOBODY), Coalesce(F("unit"), models.Value("")),
                Coalesce(F("organisation"), NOBODY), Coalesce(F("cause"), NOBODY),
                name="care_once", condition=RUNNING,
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[Any]] = [
            models.Index(name="care_of_user", fields=["user", "person"], condition=RUNNING),
            models.Index(name="care_of_unit", fields=["unit", "person"], condition=RUNNING),
            models.Index(
                name="care_of_organisation", fields=["organisation", "person"], condition=RUNNING
            ),
            models.Index(name="care_of_person", fields=["person"], condition=RUNNING),
        ]

    @property
    def holder(self) -> str:
        return str(self.user or self.unit or self.organisation)
