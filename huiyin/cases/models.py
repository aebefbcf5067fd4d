"""Casework: professional service to one person, in stages, with an end that is said (MZ/T 094: 接案 … 结案)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText


class Stage(models.TextChoices):
    INTAKE = "intake", "接案"
    ASSESSING = "assessing", "预估"
    PLANNING = "planning", "计划"
    INTERVENING = "intervening", "介入"
    CLOSED = "closed", "结案"


class Source(models.TextChoices):
    REFERRAL = "referral", "转介"
    SELF = "self", "自己求助"
    OUTREACH = "outreach", "社工发现"
    REPORT = "report", "居民报告"
    GUARDIAN = "guardian", "家人或监护人"


class Case(models.Model):
    """个案. Client, owner, unit and dates are its Loop's; the number is the district's own, never reused."""

    loop = models.OneToOneField("loops.Loop", models.PROTECT, primary_key=True, related_name="+")
    district = CodeField(max_length=6)
    number = models.CharField("编号", max_length=24)
    source = models.CharField("来源", max_length=12, choices=Source)
    stage = models.CharField("阶段", max_length=12, choices=Stage, default=Stage.INTAKE)
    short = models.BooleanField("短期服务", default=False)
    opened_on = models.DateField("开案", default=clock.today)

    scope: ClassVar[Scope] = Scope.of_loop()
    objects = ScopedQuerySet["Case"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="case_number_once", fields=["district", "number"]),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="case_by_stage", fields=["district", "stage"])
        ]


class Risk(models.TextChoices):
    """What cannot wait for an assessment."""

    SELF_HARM = "self_harm", "伤害自己"
    VIOLENCE = "violence", "暴力"
    NEGLECT = "neglect", "没人照看"
    NO_GUARDIAN = "no_guardian", "没有监护人"
    NO_FOOD = "no_food", "断粮"
    NO_SHELTER = "no_shelter", "没有住处"


class Decision(models.TextChoices):
    OPEN = "open", "开案"
    SHORT = "short", "短期服务，不立专业个案"


class Intake(models.Model):
    """接案登记 (domain.md 3.3). A minor has a guardian or the reason why none."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="intake")
    problem = SecretText("来时的难处", under="case.loop.person_id")
    risks = models.JSONField("要紧的风险", default=list)
    decision = models.CharField("决定", max_length=8, choices=Decision, default=Decision.OPEN)
    guardian = models.ForeignKey("residents.Person", models.PROTECT, null=True, related_name="+")
    no_guardian_why = SecretText("为什么没有监护人", blank=True, under="case.loop.person_id")
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.of_loop("case__loop")
    objects = ScopedQuerySet["Intake"].as_manager()


class Assessment(models.Model):
    """预估: person, family, community, what follows from them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    n = models.PositiveSmallIntegerField(default=1)
    id = models.UUIDField(primary_key=True, default=uuid7)
    personal = SecretText("本人", under="case.loop.person_id")
    family = SecretText("家庭", blank=True, under="case.loop.person_id")
    community = SecretText("社区", blank=True, under="case.loop.person_id")
    needs = SecretText("问题和需要", under="case.loop.person_id")
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.of_loop("case__loop")
    objects = ScopedQuerySet["Assessment"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="assessment_once_in_its_place", fields=["case", "n"]),
        ]


class Plan(models.Model):
    """计划: what is to change, said so that one can see whether it did, and how it is gone about."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    n = models.PositiveSmallIntegerField(default=1)
    goals = SecretText("目标", under="case.loop.person_id")
    steps = SecretText("怎么做", under="case.loop.person_id")
    sessions = models.PositiveSmallIntegerField("预计几次", default=6)
    current = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.of_loop("case__loop")
    objects = ScopedQuerySet["Plan"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="plan_current_once", fields=["case"], condition=Q(current=True)
            ),
        ]


class Ending(models.TextChoices):
    """The four kinds of closing (domain.md 3.3)."""

    REACHED = "reached", "目标达到了"
    UNWILLING = "unwilling", "本人不愿继续"
    REFERRED = "referred", "客观原因做不下去，转给别处"
    CHANGED = "changed", "社工或居民情况变了"


class Closure(models.Model):
    """结案. `shareable` is what the referrer may be told; the summary stays in the file."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    n = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("怎样结束的", max_length=12, choices=Ending)
    on = models.DateField(default=clock.today)
    summary = SecretText("小结", under="case.loop.person_id")
    shareable = SecretText("可以告诉转介人的", blank=True, under="case.loop.person_id")

    scope: ClassVar[Scope] = Scope.of_loop("case__loop")
    objects = ScopedQuerySet["Closure"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="closure_once_in_its_place", fields=["case", "n"]),
        ]
