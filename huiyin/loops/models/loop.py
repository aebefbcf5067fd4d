from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from huiyin.audit.counted import Counts
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import CodeField, PersonalText
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import Fingerprint, SecretText


class State(models.TextChoices):
    OPEN = "open", "在办"
    ANSWERED = "answered", "已回音"
    WITHDRAWN = "withdrawn", "已撤回"


class Turn(models.TextChoices):
    US = "us", "社工站"
    ASKER = "asker", "交办人"
    PARTNER = "partner", "合作单位"


class Agreed(models.TextChoices):
    """How much the resident agreed may go back; each level includes the one before."""

    STATUS = "status", "只说进展"
    SUMMARY = "summary", "进展，加一两句概况"
    DETAIL = "detail", "详细情况"


class Loops(ScopedQuerySet["Loop"]):
    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def owned_by(self, actor: Actor) -> Self:
        return self.filter(owner__in=actor.owners)

    def late(self, now: datetime | None = None) -> Self:
        """Past due and in our court; what waits for the asker is never late."""
        return self.open().filter(turn=Turn.US, due_at__lt=now or clock.now())


class Loop(models.Model):
    """事项: a promise, with an owner, a clock, and an answer in the end. Every noun's key is its Loop's."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", db_column="unit", db_index=False
    )
    district = models.GeneratedField(
        expression=Substr("unit", 1, 6), output_field=CodeField(max_length=6), db_persist=True
    )
    kind = models.CharField("性质", max_length=24)
    person = models.ForeignKey(
        "residents.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asker_org = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    asker_user = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    asker_person = models.ForeignKey(
        "residents.Person", models.PROTECT, null=True, related_name="+"
    )
    asker_name = PersonalText("联系人", max_length=64, blank=True)
    asker_phone = SecretText("联系电话", blank=True)
    tail_fp = Fingerprint(blank=True)
    receipt = models.CharField("回执号", max_length=10, null=True)
    agreed = models.CharField("同意到哪一级", max_length=8, choices=Agreed, default=Agreed.STATUS)
    urgent = models.BooleanField("急件", default=False)
    owner = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey("access.Seat", models.PROTECT, null=True, related_name="+")
    step = CodeField(max_length=24, blank=True)
    step_words = SecretText("下一步", blank=True, under="person_id")
    step_on = models.DateField("下一步的日子", null=True)
    due_at = models.DateTimeField("期限", null=True)
    turn = models.CharField("该谁了", max_length=8, choices=Turn, default=Turn.US)
    terms = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    answer = models.ForeignKey("loops.Reply", models.PROTECT, null=True, related_name="+")
    reopened = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False
    )
    opened_at = models.DateTimeField("交来", default=clock.now)
    closed_at = models.DateTimeField("结束", null=True)

    scope: ClassVar[Scope] = Scope(unit="unit", asker="asker_org", person="person", thread="id")
    counts: ClassVar[Counts] = Counts(unit="unit_id", days=("opened_at", "closed_at"))
    objects = Loops.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="loop_open_iff_seated",
                condition=Q(state="open", seat__isnull=False, seat=F("owner"))
                | (~Q(state="open") & Q(seat__isnull=True)),
            ),
            models.CheckConstraint(
                name="loop_has_one_kind_of_asker",
                condition=Q(asker_org__isnull=True) | Q(asker_person__isnull=True),
            ),
            models.CheckConstraint(
                name="loop_answered_has_answer",
                condition=~Q(state="answered") | Q(answer__isnull=False),
            ),
            models.CheckConstraint(
                name="loop_closed_has_a_time",
                condition=Q(state="open") | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(name="loop_reopens_once", condition=Q(reopened__lte=1)),
            models.CheckConstraint(
                name="loop_is_not_its_own_cause",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            models.UniqueConstraint(
                name="receipt_once_per_district", fields=["receipt", "district"]
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="loop_mine", fields=["owner", "due_at"], condition=Q(state="open")),
            models.Index(
                name="loop_asked", fields=["asker_org", "due_at"], condition=Q(state="open")
            ),
            models.Index(name="loop_asked_ever", fields=["asker_org", "-opened_at"]),
            models.Index(
                name="loop_unit_due", fields=["unit", "due_at"], condition=Q(state="open")
            ),
            models.Index(name="loop_about", fields=["person", "-opened_at"]),
            models.Index(name="loop_kind_unit", fields=["kind", "unit", "opened_at"]),
            models.Index(name="loop_parent", fields=["parent"], condition=Q(parent__isnull=False)),
        ]

    @property
    def asking(self) -> bool:
        """Somebody waits for it: a body, a colleague, a resident, or who holds its receipt."""
        return bool(self.asker_org_id or self.asker_user_id or self.asker_person_id or self.receipt)

    @property
    def late(self) -> bool:
        return bool(
            self.state == State.OPEN
            and self.turn == Turn.US
            and self.due_at
            and self.due_at < clock.now()
        )
