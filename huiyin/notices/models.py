"""Inbox: a line told to a person or to an organisation, written in the transaction of its cause."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import CodeField, under
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText


class Messages(ScopedQuerySet["Message"]):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def of(self, actor: Actor) -> Self:
        """Told to her about what this post reaches, or to the organisation she acts for now: a user with two
        posts reads in each only what belongs to it."""
        near = [under("unit", prefix) for prefix in actor.reach] if actor.rows == "reach" else []
        hers = Q(to_user=actor.user) & reduce(or_, near, Q(unit=""))
        return self.filter(hers | Q(to_org=actor.org) if actor.org else hers)


class Message(models.Model):
    """消息. One told to an organisation is read once for all of it: the successor finds what was said."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    to_user = models.ForeignKey(
        "access.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_org = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = CodeField(blank=True)  # the holder of what it is about
    words = SecretText()
    url = models.CharField(max_length=128, blank=True)
    cause = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")

    scope: ClassVar[Scope] = Scope(asker="to_org", own="to_user")
    objects = Messages.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="message_has_one_reader",
                condition=Q(to_user__isnull=False, to_org__isnull=True)
                | Q(to_user__isnull=True, to_org__isnull=False),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="message_to_user", fields=["to_user", "-at"]),
            models.Index(name="message_to_org", fields=["to_org", "-at"]),
            models.Index(
                name="message_unread_user", fields=["to_user"], condition=Q(read_at__isnull=True)
            ),
            models.Index(
                name="message_unread_org", fields=["to_org"], condition=Q(read_at__isnull=True)
            ),
        ]
