from typing import Any, ClassVar

from django.db import models

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from huiyin.core.secret import Sealed, SecretText
from huiyin.loops.models.loop import Agreed


class Unheard:
    """The words of a reply, closed twice: `secret.open` does not open them, only `heard` does, at a level."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__


class ReplyWords(SecretText):
    """Secret text that an asker may read a part of, and nobody but `heard` knows which."""

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return Unheard(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, Sealed):
            value = Unheard(value.token)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        return value.token if isinstance(value, Unheard) else super().get_prep_value(value)


class Reply(models.Model):
    """回音: what went back to the asker, or came from her. `level` is the least agreed level that may read its words."""

    class Side(models.TextChoices):
        US = "us", "社工站"
        ASKER = "asker", "交办人"

    class Kind(models.TextChoices):
        RECEIVED = "received", "收到"
        HANDED = "handed", "换人负责"
        CONTACT = "contact", "首次接触"
        STAGE = "stage", "进到下一阶段"
        PROGRESS = "progress", "进展"
        RETURNED = "returned", "请补充情况"
        SUPPLEMENT = "supplement", "补充情况"
        PASSED_ON = "passed_on", "转给别处"
        DECLINED = "declined", "不受理"
        COMPLETED = "completed", "服务结束"
        ANSWER = "answer", "答复"
        UNSOLVED = "unsolved", "还没解决"
        NUDGE = "nudge", "催一下"
        WITHDRAWN = "withdrawn", "撤回"

    id = models.UUIDField(primary_key=True, default=uuid7)
    loop = models.ForeignKey("loops.Loop", models.PROTECT, related_name="replies", db_index=False)
    at = models.DateTimeField(default=clock.now)
    side = models.CharField(max_length=8, choices=Side, default=Side.US)
    kind = models.CharField(max_length=12, choices=Kind)
    words = ReplyWords(blank=True, under="loop.person_id")
    level = models.CharField(max_length=8, choices=Agreed, default=Agreed.DETAIL)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True)

    # An asker has no path here: what she reads of a reply is cut to her level by heard.py.
    scope: ClassVar[Scope] = Scope(unit="loop__unit", person="loop__person", thread="loop")
    objects = ScopedQuerySet["Reply"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(name="reply_of_loop", fields=["loop", "at"])]
