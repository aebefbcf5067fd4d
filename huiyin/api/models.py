"""Keys for machines. A token is bound to one post; the token itself is shown once and kept nowhere."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import Fingerprint

WINDOW = timedelta(minutes=10)


class Tokens(ScopedQuerySet["Token"]):
    def running(self, on: date | None = None) -> Self:
        """Neither ended nor past its last day, on a post that runs, of an account that may sign in and has not
        been given a new password by an administrator since."""
        day = on or clock.today()
        until = Q(until__isnull=True) | Q(until__gte=day)
        post = Q(post__since__lte=day) & (Q(post__until__isnull=True) | Q(post__until__gte=day))
        seated = Q(post__user__one_time=False, since__gte=F("post__user__seat__since"))
        return self.filter(until, post, seated, ended_at__isnull=True)


class Token(models.Model):
    """接口令牌: what a program shows instead of a password. Its digest is keyed, so the table opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    post = models.ForeignKey("access.Post", models.PROTECT, related_name="+")
    name = models.CharField("给谁用", max_length=32)
    digest = Fingerprint(unique=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateField("用到哪天", null=True)
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    scope: ClassVar[Scope] = Scope(own="post__user")
    objects = Tokens.as_manager()

    def __str__(self) -> str:
        return self.name


class Misses(ScopedQuerySet["Miss"]):
    def lately(self) -> Self:
        return self.filter(at__gt=clock.now() - WINDOW)


class Miss(models.Model):
    """没认出的令牌: one try with a token that is none, by a fingerprint of where it came from."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key_fp = Fingerprint()
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope()  # no lens lets anyone see these
    objects = Misses.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(name="miss_by_key", fields=["key_fp", "at"])]
