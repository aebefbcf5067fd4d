"""The boundary page: for everyone to read, for the lead to edit."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huiyin.contracts import forms, queries, rules
from huiyin.contracts.models import BoundaryRule, Verdict
from huiyin.core.http import Request, allow


@allow("boundary.view")
def boundary(request: Request) -> HttpResponse:
    stations = queries.stations(request.actor)
    station = stations[0] if stations else None
    rows = queries.boundary(request.actor, station=station.code if station else "")
    context = {"rows": rows, "station": station, "verdicts": Verdict}
    return render(request, "contracts/boundary.html", context)


@allow("boundary.view")
def history(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(BoundaryRule.objects.visible_to(request.actor), pk=pk)
    context = {"row": row, "rows": queries.history(row, request.actor)}
    return render(request, "contracts/history.html", context)


@allow("boundary.edit")
def edit(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(BoundaryRule.objects.visible_to(request.actor), pk=pk)
    form = forms.Edit(request.POST) if request.method == "POST" else forms.Edit.of(row)
    if form.is_valid():
        rules.edit(row, by=request.actor, act=form.the_act, **form.said())
        return redirect("contracts:boundary")
    status = 422 if form.is_bound else 200
    return render(request, "contracts/edit.html", {"row": row, "form": form}, status=status)
