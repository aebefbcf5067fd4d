"""Every answer, whatever happened: a number to quote, and a Chinese page instead of a traceback."""

import logging
import secrets
import sys
from collections.abc import Callable

from django.conf import settings
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template

from huiyin.core import districts
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.http import is_fragment

log = logging.getLogger("huiyin.http")
Next = Callable[[HttpRequest], HttpResponse]
API = "/api/"  # a program reads JSON, whatever happened
AWAY = "数据库一时连不上，这次没有记下。请过几秒用同一个编号再送一次。"
FAILED = "出了意外，这次没有记下。请把编号 {} 告诉系统管理员。"
HEADERS = {
    "Cache-Control": "no-store",  # pages hold people; WhiteNoise sets its own for static files
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    # Django's own middlewares set these too, but not on what they refuse themselves
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class District:
    """Enters the district of the host asked for; a host of none is not found, and reaches no table."""

    def __init__(self, get_response: Next) -> None:
        self.next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        schema = districts.of_host(request.get_host())
        if schema is None:
            return HttpResponse("这个地址没有社工站。请核对网址。", status=404)
        with districts.within(schema):
            return self.next(request)


class Answers:
    """Refused → 409, NotAllowed → 403, Unseen → 404; the rest is `failed`, below.

    A redirect to the sign-in page becomes, for a fragment, 401: the form that was being typed stays
    where it is and its island says how to go on (design/language.md, 写 nothing is lost).
    """

    def __init__(self, get_response: Next) -> None:
        self.next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = _number()  # type: ignore[attr-defined]
        request.fragment = is_fragment(request)  # type: ignore[attr-defined]
        answer = self.next(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["X-Request-Number"] = request.number  # type: ignore[attr-defined]
        return _for_fragment(answer) if request.fragment else answer  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return _page(request, 409, str(error))
        if isinstance(error, NotAllowed):
            return _page(request, 403, "")
        if isinstance(error, Unseen):
            return _page(request, 404, "")
        return None


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a page that needs neither database nor session, with the number to quote.

    A database that is away is 503, wherever it was missed, and worth trying again in a moment; a disk with no
    room left is 507 on a page, and takes longer.
    """
    error = sys.exc_info()[1]
    away = isinstance(error, OperationalError)
    number = getattr(request, "number", "")
    status, headers = (503, {"Retry-After": "5"}) if away else (500, {})
    if _is_full(error) and not request.path.startswith(API):
        status, headers = 507, {"Retry-After": "60"}
    log.error("answered %s, number %s", status, number)
    if request.path.startswith(API):
        said = {"error": AWAY if away else FAILED.format(number), "fields": {}}
        return JsonResponse(said, status=status, headers=headers)
    page = get_template(f"{status}.html").render({"request": {"number": number}})
    return HttpResponse(page, status=status, headers=headers)


def _is_full(error: BaseException | None) -> bool:
    """The database's own word for it: SQLite's sentence, PostgreSQL's code (53100 disk_full)."""
    code = getattr(getattr(error, "__cause__", None), "sqlstate", "")
    return isinstance(error, OperationalError) and (
        code == "53100" or str(error) == "database or disk is full"
    )


def _page(request: HttpRequest, status: int, words: str) -> HttpResponse:
    template = "refused.html" if is_fragment(request) and status == 409 else f"{status}.html"
    return render(request, template, {"words": words}, status=status)


def _for_fragment(answer: HttpResponse) -> HttpResponse:
    """A script cannot follow a redirect into another page: it is told where to go, or to sign in first."""
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    to, sign_in = answer.url, str(settings.LOGIN_URL)
    del answer.headers["Location"]
    away = to.split("?")[0] == sign_in
    answer.status_code = 401 if away else 204
    answer.headers["X-Sign-In" if away else "HX-Redirect"] = sign_in if away else to
    return answer


def _number() -> str:
    """Eight digits, sayable by telephone: 4821-0973."""
    digits = f"{secrets.randbelow(10**8):08}"
    return f"{digits[:4]}-{digits[4:]}"
