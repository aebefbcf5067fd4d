"""Pages for people without an account."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from huiyin.contracts import queries as contracts
from huiyin.core.http import Request, public
from huiyin.portal import forms, queries, throttle


@public
def lookup(request: Request) -> HttpResponse:
    """A wrong number, wrong digits and a withdrawn matter answer byte for byte alike: no form, no token, no number."""
    form = forms.Lookup(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "portal/lookup.html", {"form": form}, status=422 if form.errors else 200
        )
    receipt, tail = form.cleaned_data["receipt"], form.cleaned_data["tail"]
    if throttle.exhausted(receipt=receipt, address=request.META["REMOTE_ADDR"]):
        answer = render(request, "429.html", status=429)
        answer.headers["Retry-After"] = "3600"
        return answer
    loop = queries.found(receipt, tail)
    if loop is None:
        return render(request, "portal/nothing.html")
    return render(request, "portal/seen.html", {"seen": queries.seen(loop), "receipt": receipt})


@public
def privacy(request: Request) -> HttpResponse:
    return render(request, "portal/privacy.html")


@public
def boundary(request: Request) -> HttpResponse:
    """能不能转, as the house says it; a station's own differences stand behind its sign-in."""
    return render(
        request, "portal/boundary.html", {"rows": contracts.boundary(request.actor, station="")}
    )


@public
def healthz(request: Request) -> HttpResponse:
    """Up, and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
