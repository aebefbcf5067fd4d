"""Home of who asks, the list for both sides, the page of one referral, and the panels hung elsewhere."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.loops.models import Loop
from huiyin.referrals import askers, forms, lists, triage
from huiyin.referrals.models import Referral
from huiyin.residents.models import Person
from huiyin.ui.forms import Form


@allow("referral.send")
def committee(request: Request) -> HttpResponse:
    context = {"home": askers.home(request.actor), "today": clock.today()}
    return render(request, "referrals/committee.html", context)


@allow("referral.view")
def referrals(request: Request) -> HttpResponse:
    listed = lists.listed(request.actor, request.GET.dict())
    return render(request, "referrals/list.html", {"listed": listed})


@allow("referral.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    return shown(request, pk)


@allow("referral.accept")
def newcomers(request: Request) -> HttpResponse:
    """新来的, for the day: as many as the menu counts, the first three by name."""
    context = {"n": lists.count(request.actor), "lines": lists.newcomers(request.actor)}
    return render(request, "referrals/newcomers.html", context)


@allow("referral.accept")
def of_person(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    context = {"lines": triage.of_person(person, request.actor)}
    return render(request, "referrals/of_person.html", context)


@allow("referral.answer")
def of_case(request: Request, pk: UUID) -> HttpResponse:
    """答复转介人, on a case's closing: who still waits for the answer."""
    get_object_or_404(Loop.objects.visible_to(request.actor), pk=pk)
    return render(request, "referrals/of_case.html", {"lines": triage.of_case(pk, request.actor)})


def shown(
    request: Request, pk: UUID, written: Mapping[str, Form] | None = None, *, phone: str = ""
) -> HttpResponse:
    """One referral, as its asker or as the station sees it; a form that was not right comes back in its place."""
    referral = get_object_or_404(Referral.objects.visible_to(request.actor).told(), pk=pk)
    if request.actor.rows == "asker":
        template, empty = "referrals/asked.html", forms.of_asker()
        page: object = askers.page(referral, request.actor)
    else:
        template, empty = (
            "referrals/triage.html",
            forms.of_station(triage.places(referral, request.actor)),
        )
        page = triage.page(referral, request.actor, phone)
    context = {"page": page, "forms": empty | dict(written or {})}
    return render(request, template, context, status=422 if written else 200)
