from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import PersonalText, under
from huiyin.core.ids import uuid7
from huiyin.core.scope import NOTHING, Scope, ScopedQuerySet
from huiyin.core.secret import Fingerprint, SecretText


class Users(ScopedQuerySet["User"]):
    def visible_to(self, actor: Actor) -> Self:
        """Her own account, and for staff those of her colleagues: who holds a post within her reach today."""
        if actor.rows != "reach" or actor.may("account.view"):
            return super().visible_to(actor)
        if "" in actor.reach:
            return self.all()
        return self.filter(User.scope.q(actor) | Q(pk__in=_colleagues(actor)))

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.select_related("seat").get(username=username)

    def open(self) -> Self:
        return self.filter(seat__isnull=False)


class User(AbstractBaseUser):
    """账号: one person who signs in. It is open while a Seat exists, and there is no second switch for that."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    username = models.CharField("账号", max_length=32, unique=True)
    password = PersonalText("密码", max_length=128)  # a hash; still nothing for the journal
    name = PersonalText("姓名", max_length=64)
    pinyin = PersonalText("拼音", max_length=128, blank=True)
    phone = SecretText("手机", blank=True)
    phone_fp = Fingerprint(blank=True)
    phone_mask = PersonalText(max_length=24, blank=True)
    one_time = models.BooleanField(
        "一次性密码", default=False
    )  # to be changed at the first sign-in
    seen_on = models.DateField("最近登录", null=True)
    keys_off = models.BooleanField("关闭单键快捷键", default=False)

    scope: ClassVar[Scope] = Scope.held("account.view", own="id")
    objects = Users.as_manager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Read by Django and allauth; a Seat is the only thing that makes it so."""
        return hasattr(self, "seat")


def _colleagues(actor: Actor) -> list[UUID]:
    """Read once and passed on as literals, as every short list of ids (model.md 4)."""
    today = clock.today()
    held = Q(posts__since__lte=today) & (Q(posts__until__isnull=True) | Q(posts__until__gte=today))
    there = reduce(or_, (under("posts__unit", prefix) for prefix in actor.reach), NOTHING)
    return list(User.objects.filter(held & there).values_list("pk", flat=True).distinct())


class Seat(models.Model):
    """席位: the open account. Open Loops and receiving units key to it, so the database itself refuses to
    close an account that still owes something (model.md 1, decision 4)."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True)
    since = models.DateTimeField(default=clock.now)

    scope: ClassVar[Scope] = Scope.held("account.view", own="user")
    objects = ScopedQuerySet["Seat"].as_manager()

    def __str__(self) -> str:
        return str(self.user.name)


class Deputies(ScopedQuerySet["Deputy"]):
    def on(self, day: date) -> Self:
        return self.filter(since__lte=day, until__gte=day)


class Deputy(models.Model):
    """代理: stands in for a colleague on leave; the owner stays the owner, the journal names the deputy."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(Seat, models.PROTECT, related_name="deputies", verbose_name="谁不在")
    deputy = models.ForeignKey(
        Seat, models.PROTECT, related_name="stands_in", verbose_name="谁代理"
    )
    since = models.DateField("从")
    until = models.DateField("到")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_column="unit")

    scope: ClassVar[Scope] = Scope(unit="unit", own="user")
    objects = Deputies.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(name="nobody_deputises_herself", condition=~Q(user=F("deputy"))),
            models.CheckConstraint(
                name="deputy_ends_after_it_starts", condition=Q(until__gte=F("since"))
            ),
        ]
