from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.residents.models.people import Person


class Relation(models.TextChoices):
    """GB/T 4761-2008, its first digits: what a member is to the head of the household. The labels are shorter."""

    HEAD = "0", "户主"
    SPOUSE = "1", "配偶"
    SON = "2", "子"
    DAUGHTER = "3", "女"
    GRANDCHILD = "4", "孙辈"
    PARENT = "5", "父母"
    GRANDPARENT = "6", "祖辈"
    SIBLING = "7", "兄弟姐妹"
    OTHER = "8", "其他"


class Household(models.Model):
    """家庭: who lives together. Addresses stand with each member, under that member's key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_column="unit")
    community = models.ForeignKey("places.Area", models.PROTECT, null=True, related_name="+")

    scope: ClassVar[Scope] = Scope(unit="unit")
    objects = ScopedQuerySet["Household"].as_manager()


class Member(models.Model):
    """成员: one person's time in one household."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(
        "与户主关系", max_length=2, choices=Relation, default=Relation.OTHER
    )
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person")
    objects = ScopedQuerySet["Member"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="person_lives_in_one_household",
                fields=["person"],
                condition=Q(until__isnull=True),
            ),
        ]
