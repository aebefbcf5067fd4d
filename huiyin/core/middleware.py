"""Every answer, whatever happened: a number to quote, and a Chinese page instead of a traceback."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.http import is_fragment

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("huiyin.http")


class Answers:
    """Refused → 409, NotAllowed → 403, Unseen → 404, a database that is away → 503.

    A redirect to the sign-in page becomes, for a fragment, 401: the form that was being typed stays
    where it is and its island says how to go on (design/language.md, 写 nothing is lost).
    """

    def __init__(self, get_response: Next) -> None:
        self.next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = _number()  # type: ignore[attr-defined]
        request.fragment = is_fragment(request)  # type: ignore[attr-defined]
        answer = self.next(request)
        answer.headers.setdefault("X-Request-Number", request.number)  # type: ignore[attr-defined]
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(), microphone=()"
        )
        return _for_fragment(answer) if request.fragment else answer  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return _page(request, 409, str(error))
        if isinstance(error, NotAllowed):
            return _page(request, 403, "")
        if isinstance(error, Unseen):
            return _page(request, 404, "")
        if isinstance(error, OperationalError):
            log.error("database away: %s", type(error).__name__)
            answer = _page(request, 503, "")
            answer.headers["Retry-After"] = "5"
            return answer
        return None


def _page(request: HttpRequest, status: int, words: str) -> HttpResponse:
    template = "refused.html" if is_fragment(request) and status == 409 else f"{status}.html"
    return render(request, template, {"words": words}, status=status)


def _for_fragment(answer: HttpResponse) -> HttpResponse:
    """A script cannot follow a redirect into another page: it is told where to go, or to sign in first."""
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    sign_in = str(settings.LOGIN_URL)
    if answer.url.startswith(sign_in):
        return HttpResponse(status=401, headers={"X-Sign-In": sign_in})
    gone = HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    gone.cookies = answer.cookies
    return gone


def _number() -> str:
    """Eight digits, sayable by telephone: 4821-0973."""
    digits = f"{secrets.randbelow(10**8):08}"
    return f"{digits[:4]}-{digits[4:]}"
