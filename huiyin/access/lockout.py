"""The one counter of failed sign-ins (django-axes), for what is checked beside the password: the code."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.forms import ValidationError

from huiyin.access.models import User
from huiyin.core.http import Request


def must_be_open(request: Request, user: User) -> None:
    """Raises, and leaves the note by which axes' middleware answers with the lock-out page."""
    credentials = {"username": user.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
        raise ValidationError("试错太多次，先锁住了。")


def count(request: Request, user: User) -> None:
    """One failure more, the same as a wrong password."""
    user_login_failed.send(__name__, credentials={"username": user.username}, request=request)


def left(request: Request, username: str) -> int:
    """How many tries are left; the same for a user name that does not exist."""
    failed = AxesProxyHandler.get_failures(request, {"username": username})
    return max(0, int(settings.AXES_FAILURE_LIMIT) - int(failed))
