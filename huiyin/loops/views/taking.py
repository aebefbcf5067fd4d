"""等您接: what waits for whoever was named, item by item."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.core.http import Request, allow
from huiyin.loops import forms, queries
from huiyin.loops.models import HandoverItem
from huiyin.loops.rules import taking as rules


@allow("handover.take")
def taking(request: Request) -> HttpResponse:
    return _page(request)


@allow("handover.take")
@require_POST
def take(request: Request, pk: UUID) -> HttpResponse:
    item, form = _hers(request, pk), forms.Act(request.POST)
    if form.is_valid():
        rules.take(item, by=request.actor, **form.given())
    return redirect(f"{reverse('loops:taking')}#item-{item.pk}")


@allow("handover.take")
@require_POST
def refuse(request: Request, pk: UUID) -> HttpResponse:
    item, form = _hers(request, pk), forms.Refuse(request.POST)
    if not form.is_valid():
        return _page(request, item=item, form=form)
    rules.refuse(item, by=request.actor, **form.given())
    return redirect("loops:taking")


@allow("handover.take")
@require_POST
def tick(request: Request, pk: UUID) -> HttpResponse:
    item, form = _hers(request, pk), forms.Tick(request.POST)
    if form.is_valid():
        rules.tick(item, by=request.actor, **form.given())
    return redirect(f"{reverse('loops:taking')}#item-{item.pk}")


def _page(
    request: Request, *, item: HandoverItem | None = None, form: forms.Refuse | None = None
) -> HttpResponse:
    """`item`, `form`: a refusal that says no reason yet."""
    offers, taken = queries.offers(request.actor), queries.taken(request.actor)
    context = {
        "offers": [
            (one, form if form and item == one.item else forms.Refuse(auto_id=f"{one.item.pk}-%s"))
            for one in offers
        ],
        "taken": taken,
        "leavers": list(dict.fromkeys(one.item.handover.leaver.name for one in offers)),
    }
    return render(request, "loops/taking.html", context, status=422 if form else 200)


def _hers(request: Request, pk: UUID) -> HandoverItem:
    """Only what she was named for is there for her here."""
    seen = HandoverItem.objects.visible_to(request.actor).filter(receiver=request.actor.user)
    return get_object_or_404(seen.select_related("handover__leaver"), pk=pk)
