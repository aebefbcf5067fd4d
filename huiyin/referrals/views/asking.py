"""The form 个案转介登记表, and what is given back at once: the receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huiyin.contracts import queries as contracts
from huiyin.core.http import Request, allow
from huiyin.referrals import exports, forms, pages, queries, receipts, rules
from huiyin.referrals.models import Referral


@allow("referral.send")
def new(request: Request) -> HttpResponse:
    """A clerk's own form. 加一位家人 gives the page back with one block more and saves nothing."""
    stations = contracts.stations(request.actor)
    data = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    household = forms.Household(data, actor=request.actor, more=int(more))
    form = _ask(request, None if more else data, stations)
    sent = _send(request, form, household) if form.is_bound else None
    if sent is not None:
        return redirect("referrals:receipt", sent.pk)
    return _page(request, "referrals/new.html", form, household, stations)


@allow("referral.enter")
def enter(request: Request) -> HttpResponse:
    """The same for a caller or a paper form, in a worker's hand."""
    stations = contracts.stations(request.actor)
    data = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    household = forms.Household(data, actor=request.actor, more=int(more))
    form = _entry(request, None if more else data, stations)
    if form.is_bound and all([form.is_valid(), household.is_valid()]):
        made = rules.enter(
            by=request.actor, act=form.the_act, people=household.named(), **form.asked()
        )
        return redirect("referrals:receipt", made.pk)
    return _page(request, "referrals/enter.html", form, household, stations)


@allow("boundary.view")
def aside(request: Request) -> HttpResponse:
    """What the boundary says of the chosen matter, whom to call in danger, and what would be promised."""
    unit = pages.chosen_unit(contracts.stations(request.actor), request.GET.get("station", ""))
    matter, urgency = request.GET.get("matter", ""), request.GET.get("urgency", "")
    said = pages.boundary(request.actor, unit, matter=matter, urgency=urgency)
    return render(request, "referrals/aside.html", {"said": said})


@allow("referral.view")
def receipt(request: Request, pk: UUID) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.visible_to(request.actor).told(), pk=pk)
    return render(
        request, "referrals/receipt.html", {"slip": receipts.slip(referral, request.actor)}
    )


@allow("referral.view")
def paper(request: Request, pk: UUID) -> HttpResponse:
    """The same on paper, A5: receipt, privacy notice and consent slip."""
    referral = get_object_or_404(Referral.objects.visible_to(request.actor).told(), pk=pk)
    pdf = exports.receipt(receipts.paper(referral, request.actor))
    return HttpResponse(
        pdf, "application/pdf", headers={"Content-Disposition": 'inline; filename="receipt.pdf"'}
    )


def _send(request: Request, form: forms.Ask, household: forms.Household) -> Referral | None:
    """Sent, or None with the page saying why: errors, or what of her own this may repeat."""
    if not all([form.is_valid(), household.is_valid()]):
        return None
    form.twins = (
        [] if form.cleaned_data["again"] else queries.twins(request.actor, household.named())
    )
    if form.twins:
        return None
    return rules.send(
        by=request.actor, act=form.the_act, station=form.cleaned_data["station"],
        people=household.named(), **form.asked(),
    )  # fmt: skip


def _ask(request: Request, data: Any, stations: Any) -> forms.Ask:
    station = pages.chosen_unit(stations, request.POST.get("station", ""))
    matters = contracts.boundary(request.actor, station=station.code if station else "")
    return forms.Ask(data, stations=stations, matters=matters, initial=_kept(request))


def _entry(request: Request, data: Any, stations: Any) -> forms.Enter:
    matters = contracts.boundary(request.actor, station=stations[0].code if stations else "")
    bodies = queries.bodies(request.actor)
    return forms.Enter(data, matters=matters, bodies=bodies, initial=_kept(request))


def _kept(request: Request) -> dict[str, Any]:
    """What was typed already, when one more block was asked for; else what is known of the clerk."""
    if request.method == "POST":
        return {k: v for k, v in request.POST.items() if k != "act"}
    return queries.contact(request.actor) | {"matter": request.GET.get("matter", "")}


def _page(
    request: Request, template: str, form: forms.Send, household: forms.Household, stations: Any
) -> HttpResponse:
    unit = pages.chosen_unit(
        stations, str(form["station"].value() or "") if "station" in form.fields else ""
    )
    matter, urgency = str(form["matter"].value() or ""), str(form["urgency"].value() or "")
    said = pages.boundary(request.actor, unit, matter=matter, urgency=urgency)
    context = {"form": form, "household": household, "said": said, "stations": stations}
    return render(request, template, context, status=422 if form.is_bound else 200)
