"""One's own account: password, second factor, sessions, and which of one's posts one is in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.access import actors, forms, recovery, sessions
from huiyin.access.models import User
from huiyin.access.rules import own as rules
from huiyin.core.errors import Unseen
from huiyin.core.http import Request, own
from huiyin.ui.forms import Form


def _me(request: Request) -> User:
    return User.objects.visible_to(request.actor).get(pk=request.actor.owners[0])


def _confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who changes the second factor has shown within five minutes that it is still she (ASVS 7.5.1)."""

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        query = urlencode({"next": reverse("access:factor")})
        return redirect(f"{reverse('account_reauthenticate')}?{query}")

    return asked


@own
def account(request: Request) -> HttpResponse:
    me = _me(request)
    context = {
        "me": me,
        "posts": actors.posts_of(me),
        "factor": recovery.factor(me),
        "codes_left": recovery.codes_left(me),
        "sessions": sessions.of(me),
        "here": request.session.session_key,
        "form": Form(),
    }
    return render(request, "access/account.html", context)


@own
def password(request: Request) -> HttpResponse:
    me = _me(request)
    form = forms.Password(request.POST or None, user=me, request=request)
    if form.is_valid():
        return _change_password(request, me, form)
    context = {"form": form, "me": me}
    return render(request, "access/password.html", context, status=422 if form.is_bound else 200)


def _change_password(request: Request, me: User, form: forms.Password) -> HttpResponse:
    """Every other session ends; this one gets a new key."""
    told = form.cleaned_data
    me = rules.change_password(
        me, by=request.actor, act=told["act"], password=told["new"],
        but=request.session.session_key or "",
    )  # fmt: skip
    update_session_auth_hash(request, me)
    sessions.follow(request)
    return redirect("access:account")


@own
@_confirmed
def factor(request: Request) -> HttpResponse:
    me = _me(request)
    if request.method == "POST":
        return _add_factor(request, me)
    if recovery.factor(me):
        context = {"form": Form(), "codes_left": recovery.codes_left(me)}
        return render(request, "access/factor.html", context)
    form = forms.FirstCode(initial={"sealed": recovery.fresh()})
    return _enrolment(request, me, form, form.initial["sealed"], 200)


def _enrolment(
    request: Request, me: User, form: forms.FirstCode, sealed: str, status: int
) -> HttpResponse:
    context = {"form": form, **recovery.picture(me, sealed)}
    return render(request, "access/enrol.html", context, status=status)


def _add_factor(request: Request, me: User) -> HttpResponse:
    form = forms.FirstCode(request.POST)
    if not form.is_valid():
        sealed = request.POST.get("sealed", "") if "sealed" not in form.errors else recovery.fresh()
        return _enrolment(request, me, form, sealed, 422)
    told = form.cleaned_data
    rules.add_factor(me, by=request.actor, act=told["act"], secret=told["sealed"])
    return _codes(request, me)


def _codes(request: Request, me: User) -> HttpResponse:
    """Shown once, in the answer to the form itself; there is no page to come back to."""
    codes = recovery.show_once(me)
    context = {"codes": codes, "file": recovery.as_file(codes)}
    return render(request, "access/codes.html", context)


@own
@require_POST
@_confirmed
def renew_codes(request: Request) -> HttpResponse:
    form, me = Form(request.POST), _me(request)
    if not form.is_valid():
        return redirect("access:factor")
    rules.renew_codes(me, by=request.actor, act=form.cleaned_data["act"])
    return _codes(request, me)


@own
@require_POST
@_confirmed
def remove_factor(request: Request) -> HttpResponse:
    form = Form(request.POST)
    if form.is_valid():
        rules.remove_factor(_me(request), by=request.actor, act=form.cleaned_data["act"])
    return redirect("access:account")


@own
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    form = Form(request.POST)
    if form.is_valid():
        rules.end_session(_me(request), by=request.actor, act=form.cleaned_data["act"], session=pk)
    return redirect("access:account")


@own
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    form, here = Form(request.POST), request.session.session_key or ""
    if form.is_valid():
        rules.end_other_sessions(
            _me(request), by=request.actor, act=form.cleaned_data["act"], but=here
        )
    return redirect("access:account")


@own
@require_POST
def set_keys(request: Request) -> HttpResponse:
    form, off = Form(request.POST), request.POST.get("keys") == "off"
    if form.is_valid():
        rules.set_keys(_me(request), by=request.actor, act=form.cleaned_data["act"], off=off)
    return redirect("access:account")


@own
@require_POST
def choose_post(request: Request) -> HttpResponse:
    """The frame's switch: from here on she is in that post, with its rights and its rows and no others."""
    held = {str(post.pk) for post in actors.posts_of(_me(request))}
    if request.POST.get("post") not in held:
        raise Unseen("access.Post")
    request.session["post"] = request.POST["post"]
    return redirect("access:home")
