from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import SecretText
from huiyin.residents.models.people import Person

SHORT = timedelta(minutes=15)


class Purpose(models.TextChoices):
    """For what identity data may be opened. A sentence says the rest."""

    CONTACT = "contact", "联系本人或家属"
    VISIT = "visit", "上门"
    BENEFIT = "benefit", "协助办理救助或福利"
    VERIFY = "verify", "核对是不是同一个人"
    DANGER = "danger", "有危险，要马上处理"
    CASE = "case", "为这个人做个案"
    OTHER = "other", "其他"


class What(models.TextChoices):
    IDENTITY = "identity", "证号、电话、住址"
    NARRATIVE = "narrative", "个案内容"
    ALL = "all", "证号、电话、住址和个案内容"


class Seconds(Func):
    """Whole seconds from the second moment to the first, in either engine's own words."""

    output_field = models.IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        template = "(unixepoch(%(expressions)s))"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=") - unixepoch(", **context
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        template = "EXTRACT(EPOCH FROM (%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **context)


class Reveals(ScopedQuerySet["Reveal"]):
    def running(self) -> Self:
        now = clock.now()
        return self.filter(since__lte=now, until__gt=now)


class Reveal(models.Model):
    """查看: one user opened one person's sealed data, for a purpose, for a quarter of an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="reveals")
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField("用途", max_length=8, choices=Purpose)
    words = SecretText("说明", under="person_id")
    what = models.CharField("看什么", max_length=12, choices=What, default=What.IDENTITY)
    minor = models.BooleanField(default=False)
    standing = models.BooleanField(default=False)  # she was a standing carer
    approved_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    scope: ClassVar[Scope] = Scope(unit="person__unit", own="user")
    objects = Reveals.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="minor_revealed_with_leave",
                condition=Q(minor=False) | Q(standing=True) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reveal_is_approved_by_someone_at_some_time",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reveal_is_short",
                condition=models.lookups.LessThanOrEqual(
                    Seconds(F("until"), F("since")), int(SHORT.total_seconds())
                ),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(name="reveal_of_user", fields=["user", "person", "until"]),
        ]


class Look(models.Model):
    """看过: who had this person's file before her on which day; also what "recent people first" is read from."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks")
    user = models.ForeignKey("access.User", models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(default=clock.today)
    at = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope(unit="person__unit", own="user")
    objects = ScopedQuerySet["Look"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="looked_once_a_day", fields=["user", "person", "on"]),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(name="look_of_user", fields=["user", "-at"])]
