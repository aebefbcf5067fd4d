"""转介: somebody asks the station to take up the care of a resident, and gets an answer (seeds/002, domain.md 3.7)."""

from typing import Any, ClassVar, Self, cast

from django.db import models
from django.db.models import Q

from huiyin.contracts.models import BoundaryRule
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText
from huiyin.residents.models import Person


class State(models.TextChoices):
    SENT = "sent", "等答复"
    ACCEPTED = "accepted", "已受理"
    RETURNED = "returned", "等转介人补充"
    DECLINING = "declining", "拟不受理，等站长"
    DECLINED = "declined", "不受理"
    PASSED_ON = "passed_on", "已转给别处"
    WITHDRAWN = "withdrawn", "已撤回"


class Urgency(models.TextChoices):
    NORMAL = "normal", "不急"
    URGENT = "urgent", "急，今天要有回应"
    DANGER = "danger", "有生命危险"


class Source(models.TextChoices):
    ONLINE = "online", "网上登记"
    PAPER = "paper", "纸质登记表"
    PHONE = "phone", "来电"
    OUTREACH = "outreach", "外展时说的"
    STATION = "station", "别的站转来"


class Reason(models.TextChoices):
    """Why a referral is not taken. The list says it without a word about the resident's life."""

    OUTSIDE = "outside", "不属于社工站的职责"
    AREA = "area", "不住在本站服务的地方"
    UNWILLING = "unwilling", "本人不愿意接受服务"
    SERVED = "served", "已有别的单位在服务"
    EXPERT = "expert", "需要专业机构来做"
    UNREACHABLE = "unreachable", "多次联系不上"
    OTHER = "other", "其他"


class Referrals(ScopedQuerySet["Referral"]):
    def waiting(self) -> Self:
        """In the station's hands and not yet said yes or no to."""
        return self.filter(state__in=(State.SENT, State.DECLINING), loop__state="open")

    def told(self) -> Self:
        """With what every line of a list says about it. Few were passed on: what stands above is read for those
        alone, since a dozen joins take longer to plan than to run."""
        own = (
            "matter",
            "loop__person__community",
            "loop__owner",
            "loop__asker_org",
            "loop__asker_person",
            "loop__unit",
        )
        above = ("asker_org", "asker_person", "parent")
        return self.select_related(*own).prefetch_related(
            *(f"loop__parent__{name}" for name in above)
        )


class Referral(models.Model):
    """转介. Who asked, who owes the answer and by when stand on its Loop; here is what was asked and what became of it."""

    loop = models.OneToOneField("loops.Loop", models.PROTECT, primary_key=True, related_name="+")
    together = models.UUIDField(null=True, db_index=True)  # the first of those sent in one go
    matter = models.ForeignKey(
        BoundaryRule, models.PROTECT, related_name="+", verbose_name="主要的难处"
    )
    problem = SecretText("情况", under="loop.person_id")
    tried = SecretText("已经做过什么", blank=True, under="loop.person_id")
    needs = SecretText("需要什么", blank=True, under="loop.person_id")
    urgency = models.CharField("缓急", max_length=8, choices=Urgency, default=Urgency.NORMAL)
    source = models.CharField("怎么来的", max_length=8, choices=Source, default=Source.ONLINE)
    entered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    consent = models.ForeignKey("residents.Consent", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("为什么不受理", max_length=12, choices=Reason, blank=True)
    words = SecretText("对转介人说", blank=True, under="loop.person_id")
    alternative = SecretText("可以怎么办", blank=True, under="loop.person_id")
    result = models.ForeignKey("loops.Loop", models.PROTECT, null=True, related_name="+")
    passed_to = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField("状态", max_length=12, choices=State, default=State.SENT)

    scope: ClassVar[Scope] = Scope.of_loop()
    objects = Referrals.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="referral_has_result_iff_taken",
                condition=Q(state=State.ACCEPTED, result__isnull=False, passed_to__isnull=True)
                | Q(state=State.PASSED_ON, result__isnull=False, passed_to__isnull=True)
                | Q(state=State.PASSED_ON, result__isnull=True, passed_to__isnull=False)
                | Q(state=State.WITHDRAWN)  # what was begun for her stays begun
                | Q(
                    state__in=(State.SENT, State.RETURNED, State.DECLINING, State.DECLINED),
                    result__isnull=True, passed_to__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="referral_declined_says_why",
                condition=~Q(state__in=(State.DECLINING, State.DECLINED)) | ~Q(reason=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person}：{self.matter}"

    @property
    def person(self) -> Person:
        """About whom: the Loop of a referral always names somebody."""
        return cast(Person, self.loop.person)
