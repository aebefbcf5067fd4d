from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from huiyin.audit.counted import Counts
from huiyin.core import clock
from huiyin.core.codes import CodeField, PersonalDate, PersonalText
from huiyin.core.gb import NumberKind, Sex
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import Fingerprint, SecretText

ADULT = 18  # 民法典 17: 不满十八周岁的自然人为未成年人


class State(models.TextChoices):
    CLAIMED = "claimed", "待核对"
    KNOWN = "known", "在册"
    MERGED = "merged", "已并入"
    ERASED = "erased", "已按规定删除"


class Life(models.TextChoices):
    HERE = "here", "住在本地"
    MOVED = "moved", "已搬走"
    EMPTY = "empty", "户在人不在"
    DEAD = "dead", "已去世"
    UNREACHABLE = "unreachable", "联系不上"


class NoNumber(models.TextChoices):
    """Why there is no number. It never blocks service; it says what is still to be asked."""

    NOT_GIVEN = "not_given", "转介时没有提供"
    LOST = "lost", "证件遗失"
    UNREGISTERED = "unregistered", "没有户口"
    TOO_YOUNG = "too_young", "还没有办"
    DECLINED = "declined", "本人不愿提供"


class People(ScopedQuerySet["Person"]):
    def known(self) -> Self:
        return self.filter(state=State.KNOWN)

    def living_files(self) -> Self:
        """Files one goes on with: neither folded into another nor erased."""
        return self.filter(state__in=(State.CLAIMED, State.KNOWN))


class Person(models.Model):
    """居民. `unit` is the holder now; names are searchable, all else about her is sealed under her own key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(
        "access.Unit",
        models.PROTECT,
        related_name="+",
        db_column="unit",
        db_index=False,
        verbose_name="所在站",
    )
    community = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, related_name="+", verbose_name="社区"
    )
    station = models.GeneratedField(
        expression=Substr("unit", 1, 10), output_field=CodeField(max_length=10), db_persist=True
    )
    district = models.GeneratedField(
        expression=Substr("unit", 1, 6), output_field=CodeField(max_length=6), db_persist=True
    )
    name = PersonalText("姓名", max_length=64, blank=True)
    pinyin = PersonalText("拼音", max_length=192, blank=True)  # no spaces: wangxiufen
    initials = PersonalText("首字母", max_length=64, blank=True)
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = PersonalDate("出生日期", null=True)
    number_kind = models.CharField(
        "证件", max_length=8, choices=NumberKind, default=NumberKind.NONE
    )
    number = SecretText("证号", blank=True, under="id")
    number_fp = Fingerprint(blank=True)
    number_mask = PersonalText(max_length=24, blank=True)
    no_number_why = models.CharField("为什么没有证号", max_length=16, choices=NoNumber, blank=True)
    address = SecretText("住址", blank=True, under="id")
    address_mask = PersonalText(max_length=64, blank=True)
    life = models.CharField("现况", max_length=12, choices=Life, default=Life.HERE)
    life_since = models.DateField("现况从", null=True)
    state = models.CharField("档案", max_length=8, choices=State, default=State.KNOWN)
    version = models.PositiveIntegerField(default=1)

    scope: ClassVar[Scope] = Scope(unit="unit", person="id", named="id")
    objects = People.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="person_number_once_per_district",
                fields=["district", "number_kind", "number_fp"],
                condition=Q(state="known") & ~Q(number_fp=""),
            ),
            models.CheckConstraint(
                name="person_has_number_or_says_why",
                condition=~Q(state="known") | ~Q(number_fp="") | ~Q(no_number_why=""),
            ),
            models.CheckConstraint(
                name="person_erased_holds_nothing",
                condition=~Q(state="erased")
                | Q(
                    name="",
                    pinyin="",
                    initials="",
                    number_fp="",
                    number_mask="",
                    address_mask="",
                    birth_on=None,
                ),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="person_in_station", fields=["station", "pinyin", "id"], condition=Q(state="known")),
            models.Index(name="person_by_unit", fields=["unit", "id"]),
            models.Index(name="person_by_name", fields=["name", "id"]),
            models.Index(name="person_by_pinyin", fields=["pinyin", "id"]),
            models.Index(name="person_by_initials", fields=["initials", "id"]),
            models.Index(name="person_by_number", fields=["number_fp"], condition=~Q(number_fp="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    @property
    def age(self) -> int | None:
        return clock.age(self.birth_on) if self.birth_on else None

    @property
    def minor(self) -> bool:
        """Under eighteen in Beijing; the birthday's midnight ends it."""
        return self.age is not None and self.age < ADULT

    def ids(self) -> list[UUID]:
        """Herself and every file folded into hers, in one query."""
        return [self.pk, *Merge.objects.filter(root=self.pk).values_list("loser", flat=True)]


class NameEnding(models.Model):
    """Every ending of a name ("向秀芬", "秀芬", "芬"), so that a part of a name is a prefix in a B-tree.

    One search on both engines; no full-text table whose triggers a rebuilt SQLite table would silently lose.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.CASCADE, related_name="endings")
    text = PersonalText(max_length=64)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person", named="person")
    objects = ScopedQuerySet["NameEnding"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(name="name_ending", fields=["text", "person"])]


class PhoneState(models.TextChoices):
    GOOD = "good", "能打通"
    DEAD = "dead", "打不通"
    CHANGED = "changed", "已换号"


class Phone(models.Model):
    """电话: sealed; found again whole or by its last four digits through fingerprints."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="phones")
    number = SecretText("电话", under="person_id")
    fp = Fingerprint()
    tail_fp = Fingerprint()
    mask = PersonalText(max_length=24)
    whose = models.CharField("谁的", max_length=16, blank=True)
    state = models.CharField(
        "能不能打通", max_length=8, choices=PhoneState, default=PhoneState.GOOD
    )
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person", named="person")
    objects = ScopedQuerySet["Phone"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(name="phone_by_number", fields=["fp"]),
            models.Index(name="phone_by_tail", fields=["tail_fp"]),
        ]


class CategoryCode(models.TextChoices):
    """重点服务对象: the groups a station's lists are kept by (domain.md 3)."""

    SUBSISTENCE = "subsistence", "低保"
    DESTITUTE = "destitute", "特困"
    MARGINAL = "marginal", "低保边缘"
    ALONE = "alone", "独居老人"
    DISABLED_OLD = "disabled_old", "失能老人"
    DISABLED = "disabled", "残疾人"
    MENTAL = "mental", "严重精神障碍"
    CHILD_HARDSHIP = "child_hardship", "困境儿童"
    CHILD_LEFT = "child_left", "留守儿童"
    BEREAVED = "bereaved", "失独家庭"
    VETERAN = "veteran", "退役军人"
    OTHER = "other", "其他"


class Categories(ScopedQuerySet["Category"]):
    def on(self, day: date) -> Self:
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Category(models.Model):
    """类别: what group a person belongs to, from when to when, and who says so."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="categories")
    code = models.CharField("类别", max_length=16, choices=CategoryCode)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True)
    source = models.CharField("来源", max_length=32, blank=True)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person")
    objects = Categories.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="category_once_at_a_time",
                fields=["person", "code"],
                condition=Q(until__isnull=True),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                name="category_of", fields=["code", "person"], condition=Q(until__isnull=True)
            ),
        ]


class Merge(models.Model):
    """合并: a pointer from one file to another. Nothing is repointed; deleting the row undoes it.

    `root` is the end of the chain, so that a person's files are one indexed read.
    """

    loser = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="merge")
    winner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    root = models.ForeignKey(Person, models.PROTECT, related_name="merged")
    was = models.CharField(max_length=8, choices=State)  # what the loser's file was, for the undo
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope(unit="loser__unit")
    counts: ClassVar[Counts] = Counts(unit="loser.unit_id")
    objects = ScopedQuerySet["Merge"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="merge_joins_two", condition=~Q(loser=F("winner")) & ~Q(loser=F("root"))
            ),
        ]
