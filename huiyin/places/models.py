"""Where and when: the statistical area tree, what codes became, and the working-day calendar."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Substr

from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet

PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
PSEUDO_STREET = "直辖村级区划"  # 海棠区直辖村级区划: villages that lie in no street
PUBLISHED = date(2023, 6, 30)  # the day the shipped tree describes: what stood then has stood since


class Level(models.IntegerChoices):
    """The length of a code."""

    PROVINCE = 2, "省"
    CITY = 4, "市"
    DISTRICT = 6, "区县"
    STREET = 9, "街道乡镇"
    COMMUNITY = 12, "社区村"


def _in_its_parent() -> Q:
    pairs = zip(Level.values[1:], Level.values, strict=False)
    inside = Q(level=Level.PROVINCE, parent__isnull=True)
    for level, above in pairs:
        inside |= Q(level=level, parent__isnull=False, parent=Substr("code", 1, above))
    return inside


class Area(models.Model):
    """区划: a node of the tree of statistical area codes; 2, 4, 6, 9 or 12 digits, trailing zeros trimmed."""

    code = CodeField(primary_key=True, max_length=12)
    name = models.CharField("名称", max_length=64)
    level = models.PositiveSmallIntegerField(choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    since = models.DateField(default=PUBLISHED)
    until = models.DateField(null=True)  # the first day on which it no longer stood

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Area"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="area_level_is_the_length_of_its_code", condition=Q(level=Length("code"))
            ),
            models.CheckConstraint(name="area_lies_in_its_parent", condition=_in_its_parent()),
            models.CheckConstraint(
                name="area_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pseudo(self) -> bool:
        """A level that stands in the tree and in no address."""
        return self.name in PSEUDO or self.name.endswith(PSEUDO_STREET)

    def lineage(self) -> list["Area"]:
        """Itself and what it lies in, the province first; one query."""
        codes = [self.code[:level] for level in Level.values if level < len(self.code)]
        return [*Area.objects.filter(code__in=codes).order_by("code"), self]

    def full_name(self) -> str:
        """重庆市南岸区弹子石街道; 广东省东莞市, which is a city and its own only district, once."""
        names: list[str] = []
        for area in self.lineage():
            if not area.is_pseudo and names[-1:] != [area.name]:
                names.append(area.name)
        return "".join(names)


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
            models.UniqueConstraint(name="area_becomes_another_once", fields=["old", "new"]),
        ]


class Festival(models.TextChoices):
    """What a day of rest, or of work to make up for it, belongs to (全国年节及纪念日放假办法), in the year's order."""

    NEW_YEAR = "元旦", "元旦"
    SPRING = "春节", "春节"
    TOMB_SWEEPING = "清明节", "清明节"
    LABOUR = "劳动节", "劳动节"
    DRAGON_BOAT = "端午节", "端午节"
    MID_AUTUMN = "中秋节", "中秋节"
    NATIONAL = "国庆节", "国庆节"
    OTHER = "其他", "其他"


class Day(models.Model):
    """日历: a date that the year's arrangement names: rest, or work to make up for it.

    A date without a row goes by its weekday. Shipped for the years the package knows, edited by the system
    administrator.
    """

    date = models.DateField(primary_key=True)
    working = models.BooleanField("上班")
    name = models.CharField("哪个节", max_length=32, blank=True)  # empty: like any other day again
    source = models.CharField("依据", max_length=32)

    scope: ClassVar[Scope] = Scope.everyone()
    objects = ScopedQuerySet["Day"].as_manager()

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
