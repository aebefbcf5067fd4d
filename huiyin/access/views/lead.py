"""The lead's page of who stands in for whom, and whose promises nobody can keep."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huiyin.access import forms, queries
from huiyin.access.models import Deputy
from huiyin.access.rules import deputies as rules
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.http import Request, allow
from huiyin.ui.forms import Form


@allow("deputy.view")
def deputies(request: Request) -> HttpResponse:
    return _page(request, forms.Deputy(actor=request.actor), 200)


@allow("deputy.appoint")
@require_POST
def appoint(request: Request) -> HttpResponse:
    form = forms.Deputy(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        rules.appoint(by=request.actor, act=form.cleaned_data["act"], **form.said())
    except Refused as refused:
        if request.fragment:
            raise
        form.add_error(None, str(refused))
        return _page(request, form, 409)
    return redirect("access:deputies")


@allow("deputy.end")
@require_POST
def end_deputy(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Deputy.objects.visible_to(request.actor), pk=pk)
    form = Form(request.POST)
    if form.is_valid():
        rules.end_deputy(row, by=request.actor, act=form.cleaned_data["act"])
    return redirect("access:deputies")


def _page(request: Request, form: forms.Deputy, status: int) -> HttpResponse:
    context = {
        "form": form,
        "rows": queries.deputies(request.actor),
        "resting": queries.resting_here(request.actor),
        "today": clock.today(),
        "ending": Form(),
    }
    return render(request, "access/deputies.html", context, status=status)
