"""The journal: who did what to which row, sealed so that a change in SQL is found (model.md 7)."""

from typing import Any, ClassVar

from django.db import models

from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet

LANES = 16  # recounts that go on side by side


class Outcome(models.TextChoices):
    DONE = "done", "做了"
    DENIED = "denied", "没有权限，没做"


class Entries(ScopedQuerySet["Entry"]):
    def unsealed(self) -> "Entries":
        return self.filter(sealed=False)


class Entry(models.Model):
    """日志: one act. Holds ids, codes and plain fields only, and no foreign keys: nothing it names can stop it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    act = models.UUIDField()
    within = models.UUIDField(null=True)  # the act of the outermost door; none for that one itself
    verb = models.CharField(max_length=48)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.DONE)
    user = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    label = models.CharField(max_length=64)
    chain = CodeField(max_length=6)
    target_table = models.CharField(max_length=48, blank=True)
    target = models.UUIDField(null=True)
    answer = models.CharField(
        max_length=96, blank=True
    )  # table:key of the row the verb answered with
    n = models.PositiveIntegerField(default=1)
    changes = models.JSONField(default=dict)
    args = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    client_at = models.DateTimeField(null=True)
    sealed = models.BooleanField(default=False)  # a job's bookmark; not part of what is digested

    scope: ClassVar[Scope] = Scope.held("journal.read", own="user")
    objects = Entries.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="act_once", fields=["chain", "act"]),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="entry_of_target", fields=["target", "id"]),
            models.Index(name="entry_of_user", fields=["user", "id"]),
            models.Index(
                name="entry_within", fields=["within"], condition=models.Q(within__isnull=False)
            ),
            models.Index(
                name="entry_to_seal", fields=["chain", "id"], condition=models.Q(sealed=False)
            ),
        ]


class Seal(models.Model):
    """封存: names the entries of a minute by id and digest, and chains on the seal before it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    chain = CodeField(max_length=6)
    seq = models.PositiveIntegerField()
    ids = models.JSONField()
    digests = models.JSONField()
    prev = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.held("journal.read")
    objects = ScopedQuerySet["Seal"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="seal_once_in_its_place", fields=["chain", "seq"]),
        ]


class Touch(models.Model):
    """Touched: a cell of the roll-ups to recount. Written with its cause, deleted when counted; it names no row
    by key and forbids nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    lane = models.PositiveSmallIntegerField()
    unit = CodeField()
    table = models.CharField(max_length=48)
    month = models.DateField(null=True)
    row = models.UUIDField(null=True)  # where the row itself has no day
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.held("journal.read")
    objects = ScopedQuerySet["Touch"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(name="touch_in_lane", fields=["lane", "unit", "month"]),
        ]
