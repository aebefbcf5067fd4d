"""The verbs: each reads its form, calls one rule, and goes back to the page of the referral."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from huiyin.core.http import Request, allow
from huiyin.referrals import forms, rules, triage
from huiyin.referrals.models import Referral
from huiyin.referrals.views.reading import shown
from huiyin.ui.forms import Form

Rule = Callable[..., Any]


@allow("referral.accept")
@require_POST
def accept(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "accept", forms.Accept(request.POST), rules.accept)


@allow("referral.return")
@require_POST
def return_(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "return_", forms.Words(request.POST), rules.return_)


@allow("referral.pass_on")
@require_POST
def pass_on(request: Request, pk: UUID) -> HttpResponse:
    places = triage.places(_seen(request, pk), request.actor)
    return _said(request, pk, "pass_on", forms.PassOn(request.POST, **places), rules.pass_on)


@allow("referral.decline")
@require_POST
def decline(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "decline", forms.Decline(request.POST), rules.decline)


@allow("referral.agree")
@require_POST
def agree(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "agree", forms.Decide(request.POST), rules.agree)


@allow("referral.object")
@require_POST
def object_(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "object", forms.Object(request.POST), rules.object_)


@allow("referral.inform")
@require_POST
def inform(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "inform", forms.Tell(request.POST), rules.inform)


@allow("referral.answer")
@require_POST
def answer(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "answer", forms.Tell(request.POST), rules.answer)


@allow("referral.resend")
@require_POST
def resend(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "resend", forms.More(request.POST), rules.resend)


@allow("referral.withdraw")
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    return _said(request, pk, "withdraw", forms.Withdraw(request.POST), rules.withdraw)


@allow("referral.accept")
@require_POST
def contact(request: Request, pk: UUID) -> HttpResponse:
    """The asker's telephone in the clear, on this one answer: with a purpose, and journalled."""
    referral, form = _seen(request, pk), forms.Contact(request.POST)
    if not form.is_valid():
        return shown(request, pk, {"contact": form})
    rules.contact(referral, by=request.actor, **form.given())
    return shown(request, pk, phone=triage.phone(referral, request.actor))


def _said(request: Request, pk: UUID, name: str, form: Form, rule: Rule) -> HttpResponse:
    referral = _seen(request, pk)
    if not form.is_valid():
        return shown(request, pk, {name: form})
    rule(referral, by=request.actor, **form.given())
    return redirect("referrals:page", pk)


def _seen(request: Request, pk: UUID) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.actor).told(), pk=pk)
