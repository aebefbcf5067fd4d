"""In and out: allauth's views behind our pages, and where a person's work begins."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.account.views import ReauthenticateView as ConfirmView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ConfirmByCodeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.access import policy
from huiyin.core.http import Request, own, public
from huiyin.ui import slots

WAIT = 15 * 60  # seconds


def _refusing(view: Callable[..., Any]) -> Callable[..., Any]:
    """A form that comes back with its errors is 422, as everywhere in the house."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answer


sign_in = public(_refusing(LoginView.as_view(template_name="access/sign_in.html")))
code = public(_refusing(AuthenticateView.as_view(template_name="access/code.html")))
sign_out = public(require_POST(LogoutView.as_view()))
confirm = own(_refusing(ConfirmView.as_view(template_name="access/confirm.html")))
confirm_by_code = own(_refusing(ConfirmByCodeView.as_view(template_name="access/confirm.html")))


def locked(request: HttpRequest, original: Any, credentials: Any) -> HttpResponse:
    """What django-axes answers with after the fifth failure; the same whether the account exists or not."""
    answer = render(request, "access/locked.html", status=429)
    answer.headers["Retry-After"] = str(WAIT)
    return answer


@own
def home(request: Request) -> HttpResponse:
    """To the first page hung for this post; who has no post is told whom to ask."""
    hung = slots.hung("home", request.actor)
    if hung:
        return redirect(hung[0].url)
    role = policy.ROLES.get(request.actor.role)
    return render(request, "access/no_post.html", {"role": role})
