"""合同: who buys what from whom for which stations, from when to when, and what is counted of it (model.md 5)."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from huiyin.core.actor import Actor
from huiyin.core.codes import CodeField, under
from huiyin.core.ids import uuid7
from huiyin.core.scope import NOTHING, Scope, ScopedQuerySet


@dataclass(frozen=True)
class Parties(Scope):
    """The purchaser and the agency see their own contracts, the staff those that serve where they reach.

    By the paper and not by reach for the agency: a contract that has ended is still hers, and a rival's in the
    same station never is. There are few contracts, so the list of them may be asked for by a subquery.
    """

    path: str = ""  # from a row to its contract

    def q(self, actor: Actor) -> Q:
        if actor.org and actor.role in {"purchaser", "agency"}:
            return Q(**{f"{self.path}{actor.role}": actor.org})
        if actor.rows != "reach" or not actor.reach or actor.org:
            return NOTHING
        near = [under("unit", prefix) for prefix in actor.reach]
        served = ContractUnit.objects.filter(reduce(or_, near)).order_by().values("contract")
        return Q(**{f"{self.path}id__in": served})


class Funding(models.TextChoices):
    """What pays: two contracts may serve one station at once only out of different pockets."""

    BUDGET = "budget", "财政预算"
    RELIEF = "relief", "社会救助专项资金"
    LOTTERY = "lottery", "福彩公益金"
    CHARITY = "charity", "慈善资金"
    OTHER = "other", "其他资金"


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    RUNNING = "running", "已签"
    ENDED = "ended", "提前结束"


class Contracts(ScopedQuerySet["Contract"]):
    def running(self) -> Self:
        return self.filter(state=State.RUNNING)


class Contract(models.Model):
    """购买合同: its days say whether it holds today; `ended` is a contract cut short."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    purchaser = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+")
    name = models.CharField("合同名称", max_length=80)
    funding = models.CharField("资金来源", max_length=12, choices=Funding)
    since = models.DateField("从")
    until = models.DateField("到")
    money_fen = models.BigIntegerField("金额（分）", default=0)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="continued_by", verbose_name="接着哪一份"
    )
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)

    scope: ClassVar[Scope] = Parties()
    objects = Contracts.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="contract_ends_after_it_starts", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="contract_money_not_negative", condition=Q(money_fen__gte=0)
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="contract_of_purchaser", fields=["purchaser", "-since"]),
            models.Index(name="contract_of_agency", fields=["agency", "-since"]),
        ]

    def __str__(self) -> str:
        return self.name


class ContractUnit(models.Model):
    """服务的站: one station the contract serves."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="stations")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_column="unit")

    scope: ClassVar[Scope] = Parties(path="contract__")
    objects = ScopedQuerySet["ContractUnit"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="contract_serves_once", fields=["contract", "unit"]),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="contract_of_unit", fields=["unit", "contract"])
        ]


class Indicator(models.Model):
    """指标: a measure and what of it was promised. What was done is counted, never typed.

    `target` is in the measure's own word: people, hours; of a rate, per cent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="indicators")
    code = CodeField("编号", max_length=12)
    name = models.CharField("指标", max_length=40)
    measure = CodeField("按哪个数字算", max_length=32)
    target = models.PositiveIntegerField("目标")
    weight = models.PositiveSmallIntegerField("权重", default=0)
    since = models.DateField("从")
    until = models.DateField("到")

    scope: ClassVar[Scope] = Parties(path="contract__")
    objects = ScopedQuerySet["Indicator"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="indicator_code_once", fields=["contract", "code"]),
            models.CheckConstraint(
                name="indicator_ends_after_it_starts", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="indicator_asks_something", condition=Q(target__gt=0)),
        ]


class Cap(models.Model):
    """上限: the most hours of one class a contract lends, since helping an office is help and no more (seeds/000)."""

    class Klass(models.TextChoices):
        ADMIN = "admin", "行政协作"
        EMERGENCY = "emergency", "突发应急"

    id = models.UUIDField(primary_key=True, default=uuid7)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="caps")
    klass = models.CharField("哪一类", max_length=12, choices=Klass, default=Klass.ADMIN)
    hours = models.PositiveIntegerField("上限（小时）")

    scope: ClassVar[Scope] = Parties(path="contract__")
    objects = ScopedQuerySet["Cap"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="cap_once_per_class", fields=["contract", "klass"]),
            models.CheckConstraint(name="cap_allows_something", condition=Q(hours__gt=0)),
        ]
