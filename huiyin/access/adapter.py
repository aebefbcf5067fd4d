"""What allauth asks of us: nobody signs up, every sign-in is journalled, its secrets are sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from huiyin.access import actors
from huiyin.access.models import User
from huiyin.access.rules import own
from huiyin.audit.rule import deny
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.http import Request

PLACE = "mfa_authenticator:data"
WRONG = "用户名或密码不对。"
WRONG_CODE = "验证码不对，或者已经过了 30 秒。请看手机上现在的六位数字。"


class Closed(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the system administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": "密码不对。",
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: Request) -> bool:
        return False

    def login(self, request: Request, user: User) -> None:
        """Django turns the session's key over here; the clocks of the new session begin."""
        super().login(request, user)
        request.session["began"] = request.session["seen"] = clock.now().isoformat()
        request.session.pop("post", None)
        own.begin_session(user, by=_actor(user))

    def authentication_failed(self, request: Request, **credentials: Any) -> None:
        """A failed try at an account that exists is a line in the journal; what was typed is not."""
        user = User.objects.filter(username=credentials.get("username", "")).first()
        if user is not None and not getattr(request, "axes_locked_out", False):
            deny("session.begin", _actor(user))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened themselves."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return secret.wrap(text.encode(), place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return secret.unwrap(encrypted_text, place=PLACE).decode()


def _actor(user: User) -> Actor:
    held = actors.posts_of(user)
    return actors.actor_of(user, held[0] if held else None)
