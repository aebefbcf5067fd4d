"""Deeds: one service event, written once; every number counts it from here (model.md 5)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from huiyin.audit.counted import Counts
from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText


class State(models.TextChoices):
    KEPT = "kept", "已记"
    VOID = "void", "作废"


class Kind(models.TextChoices):
    VISIT = "visit", "上门"
    CALL = "call", "电话"
    COME = "come", "来站"
    ACCOMPANY = "accompany", "陪同"
    ONLINE = "online", "网络"
    MISSED = "missed", "没见到"
    GROUP = "group", "小组活动"
    MEETING = "meeting", "会议"


FACE_TO_FACE = (Kind.VISIT, Kind.COME, Kind.ACCOMPANY)


class Klass(models.TextChoices):
    """What a deed counts as; `internal` counts in no service measure."""

    PROFESSIONAL = "professional", "专业服务"
    ADMIN = "admin", "行政协作"
    EMERGENCY = "emergency", "突发应急"
    INTERNAL = "internal", "内部"


class Domain(models.TextChoices):
    """The four fields of a station's work (seeds/004) and the rest."""

    RELIEF = "relief", "社会救助"
    ELDERLY = "elderly", "养老服务"
    CHILDREN = "children", "儿童关爱"
    COMMUNITY = "community", "社区治理"
    AFFAIRS = "affairs", "社会事务"


class Records(ScopedQuerySet["Record"]):
    def kept(self) -> Self:
        return self.filter(state=State.KEPT)


class Record(models.Model):
    """服务记录. `about` is the one person it served, under whose key its words are sealed; with several it is null."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", db_column="unit", db_index=False
    )
    community = models.ForeignKey("places.Area", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    on = models.DateField("日期")  # the Beijing date of `at`
    minutes = models.PositiveSmallIntegerField("分钟")
    kind = models.CharField("怎样见的", max_length=12, choices=Kind)
    klass = models.CharField("类别", max_length=16, choices=Klass, db_column="class")
    domain = models.CharField("领域", max_length=12, choices=Domain, blank=True)
    thread = models.ForeignKey(
        "loops.Loop", models.PROTECT, null=True, related_name="+", db_index=False
    )
    about = models.ForeignKey("residents.Person", models.PROTECT, null=True, related_name="+")
    heads = models.PositiveSmallIntegerField("没记名字的人数", default=0)
    note = SecretText("一句话", blank=True, under="about_id")
    private_note = SecretText("只给自己和督导看的", blank=True, under="about_id")
    source = models.CharField(max_length=8, default="desk")
    entered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True)  # by the device's own clock
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField("状态", max_length=8, choices=State, default=State.KEPT)
    void_why = models.CharField("为什么作废", max_length=128, blank=True)
    version = models.PositiveSmallIntegerField(default=1)

    scope: ClassVar[Scope] = Scope(unit="unit", person="about", thread="thread")
    counts: ClassVar[Counts] = Counts(unit="unit_id", days=("on",))
    objects = Records.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="record_fits_a_day", condition=Q(minutes__lte=1440)),
            models.CheckConstraint(
                name="record_void_says_why", condition=~Q(state="void") | ~Q(void_why="")
            ),
            models.CheckConstraint(
                name="record_internal_serves_nobody", condition=~Q(klass="internal") | Q(heads=0)
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="record_unit_on", fields=["unit", "on"], condition=Q(state="kept")),
            models.Index(name="record_unit_at", fields=["unit", "-at", "-id"]),
            models.Index(name="record_thread_at", fields=["thread", "-at"]),
        ]


class RecordPerson(models.Model):
    """服务到谁: `at` is copied, so that a page of fifty out of two thousand is an index walk."""

    class Part(models.TextChoices):
        SERVED = "served", "服务对象"
        HELPED = "helped", "帮忙的人"
        ABOUT = "about", "谈到的人"
        PRESENT = "present", "在场的人"

    id = models.UUIDField(primary_key=True, default=uuid7)
    record = models.ForeignKey(Record, models.PROTECT, related_name="people")
    person = models.ForeignKey("residents.Person", models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=8, choices=Part, default=Part.SERVED)
    thread = models.ForeignKey(
        "loops.Loop", models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    scope: ClassVar[Scope] = Scope(unit="record__unit", person="person", thread="thread")
    objects = ScopedQuerySet["RecordPerson"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="person_once_per_part", fields=["record", "person", "part"]
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="rp_person_at", fields=["person", "-at"]),
            models.Index(name="rp_thread_at", fields=["thread", "-at"]),
        ]


class RecordWorker(models.Model):
    """谁做的: minutes of each worker (工时); role and employer as they were, by the post."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    record = models.ForeignKey(Record, models.PROTECT, related_name="workers")
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("access.Post", models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    on = models.DateField()

    scope: ClassVar[Scope] = Scope(unit="record__unit", thread="record__thread", own="user")
    objects = ScopedQuerySet["RecordWorker"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="worker_once", fields=["record", "user"]),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="record_worker_on", fields=["user", "on"])
        ]


class RecordMethod(models.Model):
    """用的方法."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    record = models.ForeignKey(Record, models.PROTECT, related_name="methods")
    code = CodeField(max_length=16)

    scope: ClassVar[Scope] = Scope(unit="record__unit", thread="record__thread")
    objects = ScopedQuerySet["RecordMethod"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="method_once", fields=["record", "code"]),
        ]


class RecordText(models.Model):
    """更正前的样子: what a corrected record said before; both stay readable."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    record = models.ForeignKey(Record, models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=64)  # 2026-11-20 上门 45 分钟
    note = SecretText(blank=True, under="record.about_id")
    by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope(
        unit="record__unit", person="record__about", thread="record__thread"
    )
    objects = ScopedQuerySet["RecordText"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="text_once_per_version", fields=["record", "version"]),
        ]
