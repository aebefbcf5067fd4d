"""合同: the list, one contract with what stands in it, and the forms of a draft."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huiyin.contracts import forms, queries, rules
from huiyin.contracts.models import Contract
from huiyin.core.http import Request, allow


@allow("contract.view")
def listed(request: Request) -> HttpResponse:
    contracts = queries.listed(request.actor)
    return render(request, "contracts/list.html", {"contracts": contracts})


@allow("contract.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    return render(request, "contracts/contract.html", {"sheet": _sheet(request, pk)})


@allow("contract.draft")
def draft(request: Request) -> HttpResponse:
    form = forms.Draft(request.POST or None, by=request.actor)
    if form.is_valid():
        return _back(rules.draft(by=request.actor, **form.agreed()).pk)
    context = {
        "form": form, "title": "起草一份合同", "verb": "起草",
        "lead": "先写下和谁、从哪天到哪天。站、指标和上限写在下一页，签之前都能改。",
    }  # fmt: skip
    return _form(request, context)


@allow("contract.draft")
def serve(request: Request, pk: UUID) -> HttpResponse:
    sheet, form = _sheet(request, pk), forms.Serve(request.POST or None, by=request.actor)
    if form.is_valid():
        rules.serve(sheet.contract, by=request.actor, **form.given())
        return _back(pk)
    return _form(
        request, {"form": form, "sheet": sheet, "title": "加一个服务的站", "verb": "加上这个站"}
    )


@allow("contract.draft")
def put_indicator(request: Request, pk: UUID) -> HttpResponse:
    sheet, form = _sheet(request, pk), forms.PutIndicator(request.POST or None)
    if form.is_valid():
        rules.put_indicator(sheet.contract, by=request.actor, **form.given())
        return _back(pk)
    return _form(
        request, {"form": form, "sheet": sheet, "title": "加一项指标", "verb": "加上这项指标"}
    )


@allow("contract.draft")
def put_cap(request: Request, pk: UUID) -> HttpResponse:
    sheet, form = _sheet(request, pk), forms.PutCap(request.POST or None)
    if form.is_valid():
        rules.put_cap(sheet.contract, by=request.actor, **form.given())
        return _back(pk)
    return _form(
        request, {"form": form, "sheet": sheet, "title": "加一个上限", "verb": "加上这个上限"}
    )


@allow("contract.sign")
@require_POST
def sign(request: Request, pk: UUID) -> HttpResponse:
    rules.sign(_sheet(request, pk).contract, by=request.actor)
    return _back(pk)


@allow("contract.end")
def end(request: Request, pk: UUID) -> HttpResponse:
    sheet, form = _sheet(request, pk), forms.End(request.POST or None)
    if form.is_valid():
        rules.end(sheet.contract, by=request.actor, **form.given())
        return _back(pk)
    return _form(
        request, {"form": form, "sheet": sheet, "title": "提前结束合同", "verb": "结束这份合同"}
    )


def _sheet(request: Request, pk: UUID) -> queries.Sheet:
    seen = Contract.objects.visible_to(request.actor)
    return queries.sheet(get_object_or_404(seen.select_related("purchaser", "agency"), pk=pk))


def _back(pk: UUID) -> HttpResponse:
    return redirect("contracts:page", pk)


def _form(request: Request, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "contracts/form.html", context, status=status)
