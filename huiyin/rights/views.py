"""Asking to see a minor's identity, and the lead's answer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.http import Request, allow
from huiyin.residents import queries as people
from huiyin.residents.models import Person
from huiyin.rights import forms, queries, rules
from huiyin.rights.models import RevealRequest, State
from huiyin.ui.forms import Form


@allow("reveal.ask")
def ask(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    form = forms.Ask(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rules.ask(person, by=request.actor, **form.given())
        return redirect("residents:person", pk)
    name = people.shown_name(person, request.actor)
    context = {"form": form, "person": person, "name": name}
    return render(request, "rights/ask.html", context, status=422 if form.is_bound else 200)


@allow("reveal.ask")
def leave(request: Request, pk: UUID) -> HttpResponse:
    """On the person's page: what became of this actor's request, or the way to ask."""
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    context = {"person": person, "asked": queries.latest(person, request.actor)}
    return render(request, "rights/leave.html", context)


@allow("reveal.ask")
def page(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _request(request, pk), 200)


@allow("reveal.grant")
def waiting(request: Request) -> HttpResponse:
    """What waits for the lead's answer, and on asking what was answered; a page, or a panel of the day."""
    state = request.GET.get("state", State.ASKED)
    rows = queries.requests(request.actor, state if state in State.values else "")
    template = "rights/waiting.html#rows" if request.fragment else "rights/waiting.html"
    return render(request, template, {"rows": rows, "state": state, "states": State})


@allow("reveal.grant")
@require_POST
def grant(request: Request, pk: UUID) -> HttpResponse:
    row, form = _request(request, pk), forms.Grant(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, grant=form)
    rules.grant(row, by=request.actor, **form.given())
    return redirect("rights:page", pk)


@allow("reveal.deny")
@require_POST
def deny(request: Request, pk: UUID) -> HttpResponse:
    row, form = _request(request, pk), forms.Deny(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, deny=form)
    rules.deny(row, by=request.actor, **form.given())
    return redirect("rights:page", pk)


@allow("reveal.use")
@require_POST
def use(request: Request, pk: UUID) -> HttpResponse:
    row, form = _request(request, pk), Form(request.POST)
    rules.use(row, by=request.actor, **(form.given() if form.is_valid() else {}))
    return redirect("residents:person", row.person_id)


def _page(request: Request, row: RevealRequest, status: int, **bound: Any) -> HttpResponse:
    answers = {"grant": forms.Grant(), "deny": forms.Deny()} | bound
    context = {"page": queries.page(row, request.actor), "State": State, **answers}
    return render(request, "rights/page.html", context, status=status)


def _request(request: Request, pk: UUID) -> RevealRequest:
    rows = RevealRequest.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("person", "loop", "decided_by"), pk=pk)
