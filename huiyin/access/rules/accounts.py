"""The system administrator's verbs about accounts."""

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import IntegrityError

from huiyin.access import debts, once, sessions
from huiyin.access.models import Deputy, Seat, User
from huiyin.audit.rule import rule
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.pinyin import pinyin


@rule("account.open")
def open_account(*, by: Actor, username: str, name: str, phone: str = "") -> User:
    """A new account under a one-time password (`once.password(act)`), which its owner changes at first."""
    if User.objects.filter(username=username).exists():
        raise Refused(f"用户名 {username} 已经有人用了。请换一个，例如加上单位的简称。")
    user = User(username=username, name=name, pinyin=pinyin(name))
    if phone:
        user.phone, user.phone_mask = phone, secret.mask_phone(phone)
        user.phone_fp = secret.fingerprint("phone", phone)
    _give_one_time(user, by)
    user.save(force_insert=True)
    Seat.objects.create(user=user)
    return user


@rule("account.reopen", needs="account.open")
def reopen(user: User, *, by: Actor) -> User:
    """Someone comes back: the same account, so that her past work keeps its name."""
    if user.is_active:
        raise Refused(f"{user.name}的账号是开着的，不用再开。")
    Seat.objects.create(user=user)
    _give_one_time(user, by)
    user.save()
    return user


@rule("account.reset")
def reset(user: User, *, by: Actor, factor_lost: bool = False) -> User:
    """A new one-time password; all her sessions end. The second factor stays, unless the phone is lost too:
    a reset that dropped it silently would be the way around it (ASVS 6.4.3)."""
    _must_be_open(user)
    _give_one_time(user, by)
    user.save()
    Seat.objects.filter(user=user).update(since=clock.now())
    if factor_lost:
        Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    AccessAttempt.objects.filter(username=user.username).delete()
    return user


@rule("account.unlock")
def unlock(user: User, *, by: Actor) -> User:
    """The counter of failed sign-ins begins anew."""
    _must_be_open(user)
    AccessAttempt.objects.filter(username=user.username).delete()
    return user


@rule("account.close")
def close(user: User, *, by: Actor) -> User:
    """The rule asks what is still owed and refuses in words; the keys to the Seat are the last line."""
    _must_be_open(user)
    if user.pk == by.user:
        raise Refused("自己的账号要由另一位系统管理员来关。")
    if owes := debts.owed(user):
        raise Refused(f"{user.name}还有 {debts.sentence(owes)}没有人接，账号先不能关。请逐项选人。")
    Deputy.objects.filter(user=user.pk).delete()
    Deputy.objects.filter(deputy=user.pk).delete()
    _leave_seat(user)
    sessions.end_all(user)
    user.one_time = False
    user.set_unusable_password()
    user.save()
    return user


@rule("account.rest", needs="account.close")
def rest(user: User, *, by: Actor) -> User:
    """Dormant, but something is owed: nobody can sign in with it any more, and it stays where it is seen
    until the lead has handed on what is owed. A reset wakes it."""
    _must_be_open(user)
    user.set_unusable_password()
    user.save()
    sessions.end_all(user)
    return user


def _give_one_time(user: User, by: Actor) -> None:
    act = by.inside[1] if by.inside else None
    user.set_password(once.password(act) if act else None)
    user.one_time = True


def _must_be_open(user: User) -> None:
    if not user.is_active:
        raise Refused(f"{user.name}的账号已经关了。需要再用，请先重新打开。")


def _leave_seat(user: User) -> None:
    """PROTECT speaks at once, a key that a racing session set speaks when constraints are checked."""
    try:
        with transaction.atomic():
            Seat.objects.get(user=user).delete()
            connection.check_constraints(table_names=[Seat._meta.db_table])
    except (ProtectedError, IntegrityError):
        raise Refused(f"{user.name}还有没交出去的事，账号先不能关。请先交接。") from None
