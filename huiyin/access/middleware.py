"""Who is asking: the session's limits, and the one post this request is made in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from huiyin.access import actors
from huiyin.access.models import Post
from huiyin.core import clock
from huiyin.core.actor import ANONYMOUS
from huiyin.core.http import Request

FREE = ("/account/password", "/sign-out", "/static/", "/healthz", "/api/")


class Posts:
    """Idle and absolute expiry, then `request.actor`; a one-time password opens only the page to change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        if request.user.is_authenticated and _expired(request):
            logout(request)
        if request.user.is_authenticated:
            user = request.user
            request.posts = actors.posts_of(user)  # type: ignore[attr-defined]
            request.actor = actors.actor_of(user, _chosen(request))  # type: ignore[attr-defined]
            if user.one_time and not request.path.startswith(FREE):
                return HttpResponseRedirect("/account/password")
        return self.next(request)


def _expired(request: HttpRequest) -> bool:
    """`seen` is written once a minute, not once a page: who is idle is put out up to a minute early."""
    now = clock.now()
    began, seen = (_moment(request, name) for name in ("began", "seen"))
    if began and now - began > timedelta(seconds=settings.SESSION_COOKIE_AGE):
        return True
    if seen and now - seen > timedelta(seconds=settings.SESSION_IDLE_SECONDS):
        return True
    if not began:
        request.session["began"] = now.isoformat()
    if not seen or now - seen > timedelta(seconds=min(60, settings.SESSION_IDLE_SECONDS / 10)):
        request.session["seen"] = now.isoformat()
    return False


def _moment(request: HttpRequest, name: str) -> datetime | None:
    text = request.session.get(name)
    return datetime.fromisoformat(text) if text else None


def _chosen(request: HttpRequest) -> Post | None:
    """The post chosen in the frame while it runs, else the oldest one she holds."""
    held: list[Post] = cast("Request", request).posts  # type: ignore[attr-defined]
    chosen = [post for post in held if str(post.pk) == request.session.get("post")]
    return next(iter(chosen or held), None)
