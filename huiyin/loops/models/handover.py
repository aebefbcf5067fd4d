from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText

IN_WORDS = "words"  # something the lead has named herself


class Reason(models.TextChoices):
    LEAVING = "leaving", "离职"
    MOVING = "moving", "调岗"
    AWAY = "away", "长假"
    OPERATOR = "operator", "承接机构更换"


class Handovers(ScopedQuerySet["Handover"]):
    def running(self) -> Self:
        return self.filter(seat__isnull=False)


class Handover(models.Model):
    """交接: all that a leaver holds, taken item by item (domain.md 3.8). While it runs it keys to her Seat, so
    that the database itself keeps her account, also for what is no Loop."""

    loop = models.OneToOneField("loops.Loop", models.PROTECT, primary_key=True, related_name="+")
    leaver = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    seat = models.ForeignKey("access.Seat", models.PROTECT, null=True, related_name="+")
    reason = models.CharField("为什么", max_length=12, choices=Reason, default=Reason.LEAVING)
    last_day = models.DateField("最后一天")
    successor = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+"
    )

    scope: ClassVar[Scope] = Scope(unit="loop__unit", thread="loop", own="leaver")
    objects = Handovers.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="handover_holds_the_leavers_seat",
                condition=Q(seat__isnull=True) | Q(seat=F("leaver")),
            ),
        ]


class ItemState(models.TextChoices):
    LISTED = "listed", "还没人"
    OFFERED = "offered", "等她点接"
    ACCEPTED = "accepted", "已接"
    REFUSED = "refused", "退回来了"
    OWN = "own", "离岗前做完"
    DONE = "done", "已办完"


class HandoverItem(models.Model):
    """交接的一项: a Loop with all that follows it, or a thing that is no Loop: `sort` says of which kind
    (loops.things), `target` which one; a thing in the lead's own words has words and no target."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items", db_index=False)
    loop = models.ForeignKey("loops.Loop", models.PROTECT, null=True, related_name="+")
    sort = CodeField(max_length=16, blank=True)
    target = CodeField(max_length=36, blank=True)
    words = SecretText("什么事", blank=True)
    receiver = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField("到哪一步", max_length=12, choices=ItemState, default=ItemState.LISTED)
    joint_intro = models.BooleanField("当面交接过", default=False)
    client_told = models.BooleanField("本人知道了", default=False)
    partner_told = models.BooleanField("对方知道了", default=False)
    note = SecretText("一句话", blank=True, under="loop.person_id")
    settled_at = models.DateTimeField("什么时候接的", null=True)

    scope: ClassVar[Scope] = Scope(unit="handover__loop__unit", thread="handover", own="receiver")
    objects = ScopedQuerySet["HandoverItem"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="item_is_loop_or_thing",
                condition=Q(loop__isnull=False, sort="", target="")
                | (Q(loop__isnull=True) & ~Q(sort="")),
            ),
            models.UniqueConstraint(name="item_once", fields=["handover", "loop"]),
            models.UniqueConstraint(
                name="thing_once", fields=["handover", "sort", "target"], condition=~Q(target="")
            ),
            models.CheckConstraint(
                name="item_accepted_has_receiver",
                condition=~Q(state__in=["offered", "accepted", "refused"])
                | Q(receiver__isnull=False),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="item_of_handover", fields=["handover", "state"]),
            models.Index(
                name="item_of_receiver", fields=["receiver", "state"], condition=Q(receiver__isnull=False)
            ),
        ]  # fmt: skip
