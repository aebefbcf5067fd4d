"""数字: a unit's figures of a time, one of them opened beside them, and the rows behind each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from huiyin.contracts.models import Contract
from huiyin.core.http import Request, allow
from huiyin.insight import contract as contracts
from huiyin.insight import explained, forms, measures, pages
from huiyin.insight.pages import Where


@allow("figure.view")
def figures(request: Request) -> HttpResponse:
    return render(request, "insight/figures.html", _sheet(request, *_asked(request)))


@allow("figure.view")
def figure(request: Request, measure: str) -> HttpResponse:
    """The same page with one number opened: beside the others on the desk, alone on the phone."""
    opened, (form, where) = measures.of(measure), _asked(request)
    context = _sheet(request, form, where, opened.id) | {
        "drill": pages.drill(request.actor, opened, where), "measure": opened,
        "how": explained.how(request.actor, opened, where),
    }  # fmt: skip
    return render(request, "insight/figures.html", context)


@allow("figure.view")
def rows(request: Request, measure: str) -> HttpResponse:
    opened, (_, where) = measures.of(measure), _asked(request)
    by, part, after = (request.GET.get(name, "") for name in ("by", "part", "after"))
    lines, beyond = pages.lines(request.actor, opened, where, by, part, after)
    context = {
        "measure": opened, "where": where, "lines": lines, "shut": any(line.shut for line in lines),
        "older": where.rows(opened.id, by, part, after=beyond) if beyond else "",
        "whole": explained.whole(request.actor, opened, where, by, part), "back": where.figure(opened.id),
    }  # fmt: skip
    return render(request, "insight/rows.html", context)


@allow("contract.view")
def contract(request: Request, pk: UUID) -> HttpResponse:
    """A panel of the contract's page; opened by itself, a page with one number open beside the others."""
    found = get_object_or_404(Contract.objects.visible_to(request.actor), pk=pk)
    page = contracts.page(request.actor, found, request.GET.get("open", ""))
    template = "insight/contract.html"
    return render(request, f"{template}#goals" if request.fragment else template, {"page": page})


def _asked(request: Request) -> tuple[forms.Asked, Where]:
    places = pages.places(request.actor)
    form = forms.Asked(request.GET, by=request.actor, places=places)
    name = pages.named(form.where, places)
    return form, Where(form.where, name, form.when, form.choice, form.label)


def _sheet(request: Request, form: forms.Asked, where: Where, opened: str = "") -> dict[str, Any]:
    groups = pages.sheet(request.actor, where, opened)
    return {
        "form": form, "where": where, "groups": groups, "title": pages.title(groups),
        "stations": pages.stations(request.actor, where), "opened": opened,
    }  # fmt: skip
