"""The system administrator's pages (units, organisations, accounts) and the security administrator's (posts)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huiyin.access import forms, once, policy, queries
from huiyin.access.models import Organisation, Post, Reach, Unit, User
from huiyin.access.models.units import Kind
from huiyin.access.rules import accounts as account_rules
from huiyin.access.rules import posts as post_rules
from huiyin.access.rules import units as unit_rules
from huiyin.core.errors import Refused
from huiyin.core.http import Request, allow
from huiyin.ui.forms import Form


def _fill(
    request: Request, form: Form, template: str, context: dict[str, Any],
    do: Callable[[], HttpResponse],
) -> HttpResponse:  # fmt: skip
    """A form's round: shown (200), back with its errors (422), refused with what to do (409), or done."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return do()
            except Refused as refused:
                if request.fragment:
                    raise
                form.add_error(None, str(refused))
                status = 409
    return render(request, template, {"form": form, **context}, status=status)


def _turn(request: Request, page: queries.Page) -> dict[str, str]:
    """The two links of a pager: to the first page, and to the next."""
    asked = request.GET.copy()
    began = asked.pop("after", None)
    first, more = asked.urlencode(), asked
    more["after"] = page.older
    return {
        "newer": f"?{first}" if began else "",
        "older": f"?{more.urlencode()}" if page.older else "",
    }


# ---- accounts


@allow("account.view")
def accounts(request: Request) -> HttpResponse:
    q, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    sort = "seen" if request.GET.get("sort") == "seen" else "name"
    after = request.GET.get("after", "")
    page = queries.accounts(request.actor, q=q, state=state, sort=sort, after=after)
    context = {"page": page, "q": q, "state": state, "sort": sort, "states": queries.WORDS}
    context |= _turn(request, page)
    return render(request, "access/accounts.html", context)


@allow("account.view")
def account(request: Request, pk: UUID) -> HttpResponse:
    return _account(request, pk, 200)


def _account(request: Request, pk: UUID, status: int, refused: str = "") -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.actor).select_related("seat"), pk=pk)
    context = {
        "one": queries.account(user), "reset": forms.Account(), "form": Form(), "refused": refused,
        "posts": queries.posts_of(user, request.actor),
    }  # fmt: skip
    return render(request, "access/one_account.html", context, status=status)


@allow("account.open")
def open_account(request: Request) -> HttpResponse:
    form = forms.NewAccount(request.POST or None)

    def do() -> HttpResponse:
        user = account_rules.open_account(by=request.actor, **form.cleaned_data)
        return _one_time(request, user, form.cleaned_data["act"])

    return _fill(request, form, "access/new_account.html", {}, do)


def _one_time(request: Request, user: User, act: UUID) -> HttpResponse:
    """Shown in the answer to the form itself, never again; nothing once the owner has changed it."""
    password = once.password(act) if user.one_time else ""
    context = {"user_": user, "password": password}
    return render(request, "access/one_time.html", context)


@allow("account.reset")
@require_POST
def reset(request: Request, pk: UUID) -> HttpResponse:
    form = forms.Account(request.POST)
    return _verb(request, pk, form, account_rules.reset, shows=True)


@allow("account.open")
@require_POST
def reopen(request: Request, pk: UUID) -> HttpResponse:
    return _verb(request, pk, Form(request.POST), account_rules.reopen, shows=True)


@allow("account.unlock")
@require_POST
def unlock(request: Request, pk: UUID) -> HttpResponse:
    return _verb(request, pk, Form(request.POST), account_rules.unlock)


@allow("account.close")
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    return _verb(request, pk, Form(request.POST), account_rules.close)


def _verb(
    request: Request, pk: UUID, form: Form, verb: Callable[..., User], *, shows: bool = False
) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.actor), pk=pk)
    if not form.is_valid():
        return _account(request, pk, 422, "这一页放得太久了。请再点一次。")
    try:
        user = verb(user, by=request.actor, **form.cleaned_data)
    except Refused as refused:
        if request.fragment:
            raise
        return _account(request, pk, 409, str(refused))
    if shows:
        return _one_time(request, user, form.cleaned_data["act"])
    return redirect("access:one_account", pk)


# ---- units and organisations


@allow("unit.view")
def units(request: Request) -> HttpResponse:
    q, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    after, found = request.GET.get("after", ""), queries.units(request.actor, q=q)
    page = queries.organisations(request.actor, q=q, kind=kind, after=after)
    context = {"units": found, "page": page, "q": q, "kind": kind, "kinds": Kind.choices}
    context |= _turn(request, page)
    return render(request, "access/units.html", context)


@allow("unit.open")
def open_unit(request: Request) -> HttpResponse:
    form = forms.NewUnit(request.POST or None)

    def do() -> HttpResponse:
        unit_rules.open_unit(by=request.actor, **form.cleaned_data)
        return redirect("access:units")

    return _fill(request, form, "access/new_unit.html", {}, do)


@allow("unit.edit")
def edit_unit(request: Request, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.actor), code=code)
    form = forms.Unit(request.POST) if request.method == "POST" else forms.Unit.of(unit)

    def do() -> HttpResponse:
        unit_rules.edit_unit(unit, by=request.actor, **form.cleaned_data)
        return redirect("access:units")

    return _fill(request, form, "access/edit_unit.html", {"unit": unit}, do)


@allow("organisation.open")
def open_organisation(request: Request) -> HttpResponse:
    form = forms.NewOrganisation(request.POST or None)

    def do() -> HttpResponse:
        unit_rules.open_organisation(by=request.actor, **form.cleaned_data)
        return redirect("access:units")

    return _fill(request, form, "access/new_organisation.html", {}, do)


@allow("organisation.edit")
def edit_organisation(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    posted = request.method == "POST"
    form = forms.Organisation(request.POST) if posted else forms.Organisation.of(row)

    def do() -> HttpResponse:
        unit_rules.edit_organisation(row, by=request.actor, **form.cleaned_data)
        return redirect("access:units")

    return _fill(request, form, "access/edit_organisation.html", {"row": row}, do)


# ---- posts


@allow("post.view")
def posts(request: Request) -> HttpResponse:
    q, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    over = request.GET.get("over") == "1"
    after = request.GET.get("after", "")
    page = queries.posts(request.actor, q=q, role=role, over=over, after=after)
    context = {"page": page, "q": q, "role": role, "over": over, "roles": policy.ROLES}
    context |= _turn(request, page)
    return render(request, "access/posts.html", context)


@allow("post.view")
def post(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Post.objects.visible_to(request.actor), pk=pk)
    context = {"post": row, "end": forms.EndPost(), "reach": forms.GrantReach()}
    return render(request, "access/one_post.html", context)


@allow("post.grant")
def grant_post(request: Request) -> HttpResponse:
    bodies = Organisation.objects.visible_to(request.actor).filter(until=None).order_by("name")
    form = forms.GrantPost(request.POST or None, organisations=bodies)

    def do() -> HttpResponse:
        row = post_rules.grant_post(by=request.actor, **form.cleaned_data)
        return redirect("access:one_post", row.pk)

    return _fill(request, form, "access/new_post.html", {}, do)


@allow("post.end")
@require_POST
def end_post(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Post.objects.visible_to(request.actor), pk=pk)
    form = forms.EndPost(request.POST)

    def do() -> HttpResponse:
        post_rules.end_post(row, by=request.actor, **form.cleaned_data)
        return redirect("access:one_post", pk)

    context = {"post": row, "end": form, "reach": forms.GrantReach()}
    return _fill(request, form, "access/one_post.html", context, do)


@allow("reach.grant")
@require_POST
def grant_reach(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Post.objects.visible_to(request.actor), pk=pk)
    form = forms.GrantReach(request.POST)

    def do() -> HttpResponse:
        told = dict(form.cleaned_data)
        post_rules.grant_reach(by=request.actor, post=row, prefix=told.pop("code"), **told)
        return redirect("access:one_post", pk)

    context = {"post": row, "end": forms.EndPost(), "reach": form}
    return _fill(request, form, "access/one_post.html", context, do)


@allow("reach.end")
@require_POST
def end_reach(request: Request, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Reach.objects.visible_to(request.actor), pk=pk)
    form = forms.EndPost(request.POST)

    def do() -> HttpResponse:
        post_rules.end_reach(row, by=request.actor, **form.cleaned_data)
        return redirect("access:one_post", row.post_id)

    context = {"post": row.post, "end": forms.EndPost(), "reach": forms.GrantReach()}
    return _fill(request, form, "access/one_post.html", context, do)
