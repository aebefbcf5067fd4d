"""The day, the board, and the page of a promise."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.loops import forms, heard, kinds, queries, rules
from huiyin.loops.models import Loop, State

PAGE = 50


@allow("day.view")
def day(request: Request) -> HttpResponse:
    rows = queries.rows(queries.mine(request.actor), by=request.actor)
    context = {
        "rows": rows,
        "today": clock.today(),
        "late": sum(row.state == "late" for row in rows),
        "answered": queries.answered_this_month(request.actor).count(),
        "unentered": queries.unentered_years(),
        "taking": queries.waiting(request.actor),
    }
    return render(request, "loops/day.html", context)


@allow("day.view")
def answered(request: Request) -> HttpResponse:
    done = queries.answered_this_month(request.actor)
    number, rows, older = _page(request, done)
    context = {"rows": rows, "n": done.count(), "newer": _turn(request, number - 1), "older": older}
    return render(request, "loops/answered.html", context)


@allow("loop.board")
def board(request: Request) -> HttpResponse:
    mates = queries.team(request.actor)
    load = queries.load(request.actor, mates)
    shown = forms.Filter(request.GET, owners=[one.owner for one in load])
    number, rows, older = _page(request, queries.boarded(request.actor, **shown.chosen()))
    context = {
        "load": load, "open": sum(one.open for one in load), "late": sum(one.late for one in load),
        "shown": shown, "lines": [(row, _takers(row.loop, mates)) for row in rows],
        "newer": _turn(request, number - 1), "older": older,
    }  # fmt: skip
    return render(request, "loops/board.html", context)


@allow("loop.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    """The page of a promise; every other kind has its own, and an approval is decided where its matter is."""
    return _promise(request, _seen(request, pk), keep=forms.Words(), step=forms.Step())


@allow("loop.promise")
def promise(request: Request) -> HttpResponse:
    given = request.GET.dict() if request.method == "GET" else None
    form = forms.Promise(request.POST or None, actor=request.actor, initial=given)
    if form.is_valid():
        return redirect(kinds.page(rules.promise(by=request.actor, **form.given())))
    status = 422 if form.is_bound else 200
    return render(request, "loops/promise.html", {"form": form}, status=status)


@allow("loop.keep")
@require_POST
def keep(request: Request, pk: UUID) -> HttpResponse:
    loop, form = _seen(request, pk), forms.Words(request.POST)
    if not form.is_valid():
        return _promise(request, loop, keep=form, step=forms.Step())
    rules.keep(loop, by=request.actor, **form.given())
    return redirect("loops:day")


@allow("loop.step")
@require_POST
def step(request: Request, pk: UUID) -> HttpResponse:
    loop, form = _seen(request, pk), forms.Step(request.POST)
    if not form.is_valid():
        return _promise(request, loop, keep=forms.Words(), step=form)
    rules.step(loop, by=request.actor, **form.given())
    return _back(request, loop)


@allow("loop.assign")
@require_POST
def assign(request: Request, pk: UUID) -> HttpResponse:
    loop = _seen(request, pk)
    form = forms.Assign(request.POST, mates=queries.team(request.actor))
    if form.is_valid():
        rules.assign(loop, by=request.actor, **form.given())
        return _back(request, loop)
    context = {"form": form, "loop": loop, "row": queries.row(loop, by=request.actor)}
    return render(request, "loops/assign.html", context, status=422)


@allow("loop.nudge")
@require_POST
def nudge(request: Request, pk: UUID) -> HttpResponse:
    loop, form = _seen(request, pk), forms.Act(request.POST)
    if form.is_valid():
        rules.nudge(loop, by=request.actor, **form.given())
    return _back(request, loop)


@allow("loop.unsolved")
def unsolved(request: Request, pk: UUID) -> HttpResponse:
    loop, form = _seen(request, pk), forms.Unsolved(request.POST or None)
    if form.is_valid():
        rules.unsolved(loop, by=request.actor, **form.given())
        return _back(request, loop)
    context = {"form": form, "row": queries.row(loop, by=request.actor)}
    return render(request, "loops/unsolved.html", context, status=422 if form.is_bound else 200)


def _promise(request: Request, loop: Loop, **written: Any) -> HttpResponse:
    if elsewhere := _elsewhere(loop):
        return redirect(elsewhere)
    context = {
        "loop": loop, "row": queries.row(loop, by=request.actor), "open": loop.state == State.OPEN,
        "hers": loop.owner_id in request.actor.owners, "thread": heard.thread(loop, by=request.actor),
    }  # fmt: skip
    status = 422 if any(form.is_bound for form in written.values()) else 200
    return render(request, "loops/page.html", context | written, status=status)


def _elsewhere(loop: Loop) -> str:
    """Where the words of what is no promise stand: behind the guard of that page, also when a form comes back."""
    if kinds.of(loop.kind).url != "loops:page":
        return kinds.page(loop)
    return kinds.page(loop.parent) if hasattr(loop, "approval") and loop.parent else ""


def _seen(request: Request, pk: UUID) -> Loop:
    beside = (
        "person",
        "asker_org",
        "asker_user",
        "asker_person",
        "owner",
        "unit",
        "parent",
        "approval",
    )
    return get_object_or_404(Loop.objects.visible_to(request.actor).select_related(*beside), pk=pk)


def _page(request: Request, loops: Any) -> tuple[int, list[queries.Row], str]:
    """Fifty lines of a list, the number of this page, and the address of the next, empty on the last."""
    said = request.GET.get("page", "")
    number = max(1, int(said[:4])) if said.isdecimal() else 1
    found = list(loops[(number - 1) * PAGE : number * PAGE + 1])
    older = _turn(request, number + 1) if len(found) > PAGE else ""
    return number, queries.rows(found[:PAGE], by=request.actor), older


def _turn(request: Request, number: int) -> str:
    said = {k: v for k, v in request.GET.items() if k != "page"}
    return f"?{urlencode(said | {'page': number})}" if number else ""


def _takers(loop: Loop, mates: list[queries.Mate]) -> list[queries.Mate]:
    return [mate for mate in mates if mate.may_keep(loop) and mate.user.pk != loop.owner_id]


def _back(request: Request, loop: Loop) -> HttpResponse:
    """To the page the button stood on, at this line; else to the matter's own."""
    to = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/")
    return redirect(f"{to}#loop-{loop.pk}" if ours else kinds.page(loop))
