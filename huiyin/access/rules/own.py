"""What everyone does with her own account. The row acted on is always her own: `_must_be_her_own`."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from huiyin.access import sessions
from huiyin.access.models import User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused


@rule("session.begin", needs="own")
def begin_session(user: User, *, by: Actor) -> User:
    """She has signed in."""
    _must_be_her_own(user, by)
    user.seen_on = clock.today()
    user.save(update_fields=["seen_on"])
    return user


@rule("session.end", needs="own")
def end_session(user: User, *, by: Actor, session: int) -> User:
    _must_be_her_own(user, by)
    sessions.end(user, session)
    return user


@rule("session.end_others", needs="own")
def end_other_sessions(user: User, *, by: Actor, but: str) -> User:
    """All but the one whose key is given: the one she is asking from."""
    _must_be_her_own(user, by)
    sessions.end_all(user, but=but)
    return user


@rule("account.change_password", needs="own")
def change_password(user: User, *, by: Actor, password: str, but: str = "") -> User:
    """The new password has been checked by the form; every session but the one given ends."""
    _must_be_her_own(user, by)
    user.set_password(password)
    user.one_time = False
    user.save()
    sessions.end_all(user, but=but)
    return user


@rule("account.set_keys", needs="own")
def set_keys(user: User, *, by: Actor, off: bool) -> User:
    """Single-letter keys can be switched off (WCAG 2.1.4)."""
    _must_be_her_own(user, by)
    user.keys_off = off
    user.save()
    return user


@rule("factor.add", needs="own")
def add_factor(user: User, *, by: Actor, secret: str) -> User:
    """The authenticator app, whose first code the form has checked, and eight fresh recovery codes."""
    _must_be_her_own(user, by)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Refused("动态验证码已经开着。要换手机，请先关掉，再重新开。")
    TOTP.activate(user, secret)
    _fresh_codes(user)
    return user


@rule("factor.remove", needs="own")
def remove_factor(user: User, *, by: Actor) -> User:
    _must_be_her_own(user, by)
    Authenticator.objects.filter(user=user).delete()
    return user


@rule("factor.renew_codes", needs="own")
def renew_codes(user: User, *, by: Actor) -> User:
    """New recovery codes; the old ones are dead at once."""
    _must_be_her_own(user, by)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Refused("还没有开动态验证码，用不着恢复码。")
    _fresh_codes(user)
    return user


def _must_be_her_own(user: User, by: Actor) -> None:
    if user.pk != by.user:
        raise Refused("这是别人的账号。请在自己的账号里改。")


def _fresh_codes(user: User) -> None:
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
