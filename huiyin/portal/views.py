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
    form = forms.Lookup(request.POST or None, initial=request.GET.dict())
    if not form.is_valid():
        return render(
            request, "portal/lookup.html", {"form": form}, status=200 + 222 * form.is_bound
        )
    if throttle.exhausted(receipt=form.receipt_number, address=request.META["REMOTE_ADDR"]):
        return _too_often(request)
    return _found(request, form)


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


def _found(request: Request, form: forms.Lookup) -> HttpResponse:
    loop = queries.found(form.receipt_number, form.cleaned_data["tail"])
    if loop is None:
        return render(request, "portal/nothing.html")
    context = {"seen": queries.seen(loop), "receipt": form.receipt_number}
    return render(request, "portal/seen.html", context)


def _too_often(request: Request) -> HttpResponse:
    answer = render(request, "429.html", status=429)
    answer.headers["Retry-After"] = "3600"
    return answer
