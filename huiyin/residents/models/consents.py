from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.residents.models.people import Person


class ConsentKind(models.TextChoices):
    SERVICE = "service", "接受服务"
    REFERRAL = "referral", "转介时告知情况"
    FEEDBACK = "feedback", "把结果告诉转介人"
    PICTURES = "pictures", "拍照和使用照片"
    RESEARCH = "research", "用于研究"


class Level(models.TextChoices):
    """How much may go back to whom asked. The same three words as loops.Agreed."""

    STATUS = "status", "只说进展"
    SUMMARY = "summary", "说概要"
    DETAIL = "detail", "说详细"


class Consents(ScopedQuerySet["Consent"]):
    def given(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """同意: what a person, or her guardian, agreed to. A given row changes in one way: it is withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField("同意什么", max_length=12, choices=ConsentKind)
    recipient = models.ForeignKey(
        "access.Organisation", models.PROTECT, null=True, related_name="+"
    )
    level = models.CharField("到什么程度", max_length=8, choices=Level, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    guardian = models.BooleanField("由监护人同意", default=False)
    notice = models.CharField("告知书版本", max_length=16)
    notice_hash = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    scope: ClassVar[Scope] = Scope(unit="person__unit", person="person", named="person")
    objects = Consents.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                name="consent_given",
                fields=["person", "kind"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
