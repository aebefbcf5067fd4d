"""The pages of tokens, the API's own page, and what its addresses say where there is nothing."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.access.models import Post
from huiyin.api import errors, forms, openapi, queries, rules
from huiyin.api.models import Token
from huiyin.core.http import Request, own, public
from huiyin.ui.forms import Form


@own
def tokens(request: Request) -> HttpResponse:
    return _tokens(request, forms.Make())


@own
def panel(request: Request) -> HttpResponse:
    """On the page of her own account: how many are in use, and the way to them."""
    n = sum(runs for _, runs in queries.tokens(request.actor))
    return render(request, "api/panel.html", {"n": n})


@own
@require_POST
def make(request: Request) -> HttpResponse:
    """Shown in the answer to the form itself; there is no page to come back to."""
    if not did_recently_reauthenticate(request):
        query = urlencode({"next": reverse("api:tokens")})
        return redirect(f"{reverse('account_reauthenticate')}?{query}")
    form = forms.Make(request.POST)
    if not form.is_valid():
        return _tokens(request, form)
    token = rules.make(by=request.actor, post=_post(request), **form.given())
    plain = "" if token.ended_at else queries.plain(form.the_act, request.actor.who)
    return render(request, "api/made.html", {"token": token, "plain": plain})


@own
@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.actor), pk=pk)
    form = Form(request.POST)
    if form.is_valid():
        rules.end(token, by=request.actor, **form.given())
    return redirect("api:tokens")


@public
def page(request: Request) -> HttpResponse:
    """The OpenAPI page: what can be asked, and nothing of anybody's."""
    return JsonResponse(openapi.page(), json_dumps_params={"ensure_ascii": False})


@public
def nowhere(request: Request) -> HttpResponse:
    return _no(404, errors.NO_ADDRESS)


def machine(view: Callable[..., Any], asks: dict[str, str]) -> Callable[..., Any]:
    """An address of the API: no cookie opens it, so nothing is forged; a wrong method is told in JSON too."""

    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = cast("HttpResponse", view(request, *args, **kwargs))
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        may = answer.headers["Allow"]
        return _no(405, errors.NO_METHOD.format(may), Allow=may)

    told = cast("Any", csrf_exempt(asked))
    told.asks, told.login_required = asks, False
    return cast("Callable[..., Any]", told)


def _no(status: int, words: str, **headers: str) -> HttpResponse:
    said = {"error": words, "fields": {}}
    return JsonResponse(
        said, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def _tokens(request: Request, form: Form) -> HttpResponse:
    fresh = did_recently_reauthenticate(request)
    context = {"rows": queries.tokens(request.actor), "form": form, "fresh": fresh}
    return render(request, "api/tokens.html", context, status=422 if form.is_bound else 200)


def _post(request: Request) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.actor), pk=request.actor.post)
