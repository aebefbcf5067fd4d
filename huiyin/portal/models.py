"""Tries at the public look-up, counted for an hour. Who tried is kept as a fingerprint only."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import Fingerprint

HOUR = timedelta(hours=1)


class Attempts(ScopedQuerySet["Attempt"]):
    def lately(self) -> Self:
        return self.filter(at__gt=clock.now() - HOUR)


class Attempt(models.Model):
    """查询次数: one try by one key, a receipt number or a network address."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key_fp = Fingerprint()
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope()  # no lens lets anyone see these
    objects = Attempts.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(name="attempt_by_key", fields=["key_fp", "at"])
        ]
