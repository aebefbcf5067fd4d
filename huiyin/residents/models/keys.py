from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.residents.models.people import Person


class SubjectKey(models.Model):
    """钥匙: the key of one person's secrets, wrapped under the deployment's. Destroyed, it erases them all."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.OneToOneField(Person, models.PROTECT, related_name="key")
    wrapped = models.TextField(null=True)  # NULL, and nothing else, is "no key"
    destroyed_at = models.DateTimeField(null=True)

    scope: ClassVar[Scope] = Scope()  # nobody lists keys: they are read by the loader alone
    objects = ScopedQuerySet["SubjectKey"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="key_is_held_or_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
            ),
        ]
