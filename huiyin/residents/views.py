"""Finding people, the page of one person, and what is done there."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.core.http import Request, allow
from huiyin.residents import asked, forms, queries, rules
from huiyin.residents.models import Consent, Person
from huiyin.residents.queries import pages
from huiyin.ui.forms import Form


@allow("person.find")
def find(request: Request) -> HttpResponse:
    """Search first: without a question only the people this user dealt with last are shown."""
    if request.method == "POST":
        return redirect(reverse("residents:find") + _carried(request))
    q = _asked(request)
    people = queries.find(q, request.actor, limit=30) if q else queries.recent(request.actor)
    again = asked.carried(q, request.actor)
    context = {"q": q, "again": again, "rows": pages.found(people, request.actor)}
    return render(request, "residents/find.html", context)


@allow("person.find")
def options(request: Request) -> HttpResponse:
    """The same, as the options of a combo box, which posts what is being typed."""
    q = request.POST.get("q", "").strip()
    people = queries.find(q, request.actor) if q else queries.recent(request.actor)
    context = {"q": q, "rows": pages.found(people, request.actor)}
    return render(request, "residents/options.html", context)


@allow("person.register")
def register(request: Request) -> HttpResponse:
    form = forms.Register(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        initial={"name": _asked(request)},
    )
    if form.is_valid():
        person = rules.register(by=request.actor, **form.given())
        return redirect("residents:person", person.pk)
    status = 422 if form.is_bound else 200
    return render(request, "residents/register.html", {"form": form}, status=status)


@allow("person.view")
def person(request: Request, pk: UUID) -> HttpResponse:
    row = _person(request, pk)
    if not queries.looked_lately(row, request.actor):
        rules.look(row, by=request.actor)
    context = {
        "file": pages.file(row, request.actor),
        "identity": pages.masked(row, request.actor),
    }
    return render(request, "residents/person.html", context)


@allow("person.view")
def identity(request: Request, pk: UUID) -> HttpResponse:
    """The masked values, or the opened ones: what the page of the person and the case swap in."""
    context = {"identity": pages.masked(_person(request, pk), request.actor)}
    return render(request, "residents/identity.html", context)


@allow("person.reveal")
def reveal(request: Request, pk: UUID) -> HttpResponse:
    row = _person(request, pk)
    form = forms.Reveal(request.POST if request.method == "POST" else None)
    if form.is_valid():
        rules.reveal(row, by=request.actor, **form.given())
        return _revealed(request, row)
    context = {"form": form, "person": row, "name": queries.shown_name(row, request.actor)}
    template = "residents/reveal.html#form" if request.fragment else "residents/reveal.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _revealed(request: Request, row: Person) -> HttpResponse:
    if not request.fragment:
        return redirect("residents:person", row.pk)
    return render(
        request, "residents/identity.html", {"identity": pages.masked(row, request.actor)}
    )


@allow("person.view")
def history(request: Request, pk: UUID) -> HttpResponse:
    row, actor = _person(request, pk), request.actor
    context = {
        "person": row,
        "name": queries.shown_name(row, actor),
        "changes": pages.changes(row, actor),
        "readers": pages.readers(row, actor),
    }
    return render(request, "residents/history.html", context)


@allow("person.merge")
def merge(request: Request, pk: UUID) -> HttpResponse:
    """Choose the file that stays; this one becomes a pointer to it."""
    loser, actor = _person(request, pk), request.actor
    if "q" in request.POST:
        return redirect(reverse("residents:merge", args=[pk]) + _carried(request))
    form = _merging(request)
    if form.is_valid():
        rules.merge(loser, by=actor, **form.given())
        return redirect("residents:person", form.cleaned_data["winner"].pk)
    q, name = _asked(request), queries.shown_name(loser, actor)
    twins = pages.twins(loser, q, actor)
    context = {"person": loser, "name": name, "form": form, "q": q, "twins": twins}
    return render(request, "residents/merge.html", context, status=422 if form.is_bound else 200)


@allow("person.unmerge")
@require_POST
def unmerge(request: Request, pk: UUID) -> HttpResponse:
    rules.unmerge(_person(request, pk), by=request.actor, **_pressed(request))
    return redirect("residents:person", pk)


@allow("consent.withdraw")
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.visible_to(request.actor), pk=pk)
    rules.withdraw_consent(consent, by=request.actor, **_pressed(request))
    return redirect("residents:person", consent.person_id)


def _merging(request: Request) -> forms.Merge:
    people = Person.objects.visible_to(request.actor).known()
    return forms.Merge(request.POST if request.method == "POST" else None, people=people)


def _carried(request: Request) -> str:
    return asked.carried(request.POST.get("q", ""), request.actor)


def _asked(request: Request) -> str:
    return asked.read(request.GET.get("asked", ""), request.actor)


def _person(request: Request, pk: UUID) -> Person:
    rows = Person.objects.visible_to(request.actor).select_related("unit", "community")
    return get_object_or_404(rows, pk=pk)


def _pressed(request: Request) -> dict[str, Any]:
    """A form of one button: its act."""
    form = Form(request.POST)
    return form.given() if form.is_valid() else {}
