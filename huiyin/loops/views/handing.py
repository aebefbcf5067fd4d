"""The lead's pages of a hand-over: all of them, one of them with its list, its paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.access import queries as access
from huiyin.core.http import Request, allow
from huiyin.loops import forms, queries
from huiyin.loops.models import Handover, HandoverItem
from huiyin.loops.rules import handing

ENDED = 50


@allow("handover.view")
def handovers(request: Request) -> HttpResponse:
    running = queries.running(request.actor)
    unowned = queries.counts(running, request.actor)
    over = Handover.objects.visible_to(request.actor).filter(seat__isnull=True)
    context = {
        "running": [(one, unowned[one.pk]) for one in running],
        "unowned": sum(unowned.values()),
        "over": over.select_related("leaver", "loop").order_by("-last_day", "-pk")[:ENDED],
    }
    return render(request, "loops/handovers.html", context)


@allow("handover.open")
def begin(request: Request) -> HttpResponse:
    colleagues = access.colleagues(request.actor)
    form = forms.Begin(request.POST or None, actor=request.actor, colleagues=colleagues)
    if form.is_valid():
        return _to(handing.begin(by=request.actor, **form.given()))
    status = 422 if form.is_bound else 200
    return render(request, "loops/handover_new.html", {"form": form}, status=status)


@allow("handover.view")
def handover(request: Request, pk: UUID) -> HttpResponse:
    one = _seen(request, pk)
    sheet = queries.sheet(one, request.actor)
    proposed = queries.propose(sheet) if "rooms" in request.GET else {}
    return _page(request, sheet, forms.Offer(sheet=sheet, proposed=proposed), proposed=proposed)


@allow("handover.view")
def paper(request: Request, pk: UUID) -> HttpResponse:
    """交接清单: all lines on paper, with room for the three signatures."""
    sheet = queries.sheet(_seen(request, pk), request.actor)
    return render(request, "loops/handover_paper.html", {"sheet": sheet})


@allow("handover.open")
@require_POST
def offer(request: Request, pk: UUID) -> HttpResponse:
    one = _seen(request, pk)
    sheet = queries.sheet(one, request.actor)
    form = forms.Offer(request.POST, sheet=sheet)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    handing.offer(one, by=request.actor, act=form.the_act, to=form.chosen())
    return _to(one)


@allow("handover.open")
@require_POST
def newcomers(request: Request, pk: UUID) -> HttpResponse:
    one, form = _seen(request, pk), forms.Act(request.POST)
    if form.is_valid():
        handing.list_newcomers(one, by=request.actor, **form.given())
    return _to(one)


@allow("handover.open")
@require_POST
def add(request: Request, pk: UUID) -> HttpResponse:
    one, form = _seen(request, pk), forms.Add(request.POST)
    if form.is_valid():
        item = handing.add(one, by=request.actor, **form.given())
        return redirect(f"{reverse('loops:handover', args=[one.pk])}#item-{item.pk}")
    return _again(request, one, add=form)


@allow("handover.open")
@require_POST
def finish(request: Request, pk: UUID) -> HttpResponse:
    one, form = _seen(request, pk), forms.Act(request.POST)
    if form.is_valid():
        handing.finish(one, by=request.actor, **form.given())
    return _to(one)


@allow("handover.open")
@require_POST
def call_off(request: Request, pk: UUID) -> HttpResponse:
    one, form = _seen(request, pk), forms.CallOff(request.POST)
    if form.is_valid():
        handing.call_off(one, by=request.actor, **form.given())
        return redirect("loops:handovers")
    return _again(request, one, call_off=form)


@allow("handover.open")
@require_POST
def settle(request: Request, pk: UUID) -> HttpResponse:
    seen = HandoverItem.objects.visible_to(request.actor).select_related("handover")
    item, form = get_object_or_404(seen, pk=pk), forms.Act(request.POST)
    if form.is_valid():
        handing.settle(item, by=request.actor, **form.given())
    return redirect(f"{reverse('loops:handover', args=[item.handover_id])}#item-{item.pk}")


def _again(request: Request, one: Handover, **written: Any) -> HttpResponse:
    """The page once more with the small form that was not filled in."""
    sheet = queries.sheet(one, request.actor)
    return _page(request, sheet, forms.Offer(sheet=sheet), status=422, **written)


def _page(
    request: Request, sheet: queries.Sheet, form: forms.Offer, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"sheet": sheet, "form": form, "add": forms.Add(), "call_off": forms.CallOff()}
    return render(request, "loops/handover.html", context | more, status=status)


def _seen(request: Request, pk: UUID) -> Handover:
    beside = ("leaver", "loop__unit", "loop__owner", "successor")
    return get_object_or_404(
        Handover.objects.visible_to(request.actor).select_related(*beside), pk=pk
    )


def _to(one: Handover) -> HttpResponse:
    return redirect("loops:handover", one.pk)
