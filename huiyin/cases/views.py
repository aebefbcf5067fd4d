from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huiyin.cases import forms, queries, rules
from huiyin.cases.models import Case, Stage
from huiyin.core.http import Request, allow
from huiyin.loops import queries as loop_queries
from huiyin.loops import rules as loops
from huiyin.records import queries as records
from huiyin.residents import queries as residents
from huiyin.residents.models import Person
from huiyin.ui.forms import Form

NEXT = {
    Stage.INTAKE: ("intake", "填接案登记"),
    Stage.ASSESSING: ("assess", "写预估"),
    Stage.PLANNING: ("plan", "定计划"),
    Stage.INTERVENING: ("plan", "改计划"),
}
ROWS = 200


@allow("case.view")
def listed(request: Request) -> HttpResponse:
    form = forms.Filter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    owner = request.actor.user if asked.get("mine") else None
    rows = queries.listed(
        request.actor, stage=asked.get("stage", ""), owner=owner, oldest=asked["oldest"]
    )
    cases, beyond = queries.page(rows, beyond=request.GET.get("beyond", ""), oldest=asked["oldest"])
    older = f"?{urlencode({**request.GET.dict(), 'beyond': beyond})}" if beyond else ""
    context = {"form": form, "lines": queries.lines(cases, request.actor), "older": older}
    return render(request, "cases/listed.html", context)


@allow("case.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    case = _case(request, pk)
    if not residents.may_open(queries.client(case), request.actor):
        return _closed(request, case)
    before = records.moment_of(request.GET.get("before", ""))
    items, older = queries.thread(case, request.actor, before=before)
    thread = {"items": items, "before": before, "older": _older(older)}
    context = _head(case, request) | _numbers(case, request) | thread
    return render(request, "cases/page.html", context)


@allow("case.view")
def promises(request: Request, pk: UUID) -> HttpResponse:
    """The rows behind 承诺 n 件 and 兑现 n 件: for whoever may read the page they stand on."""
    case = _case(request, pk)
    if not residents.may_open(queries.client(case), request.actor):
        return _closed(request, case)
    loops = queries.promises(case, request.actor)
    loops = loops.filter(state="answered") if request.GET.get("kept") else loops
    context = {**_head(case, request), "kept": request.GET.get("kept")}
    context["rows"] = loop_queries.rows(loops[:ROWS], by=request.actor)
    return render(request, "cases/promises.html", context)


@allow("case.open")
def new(request: Request) -> HttpResponse:
    seen, asked = Person.objects.visible_to(request.actor).known(), _uuid(request, "person")
    person = get_object_or_404(seen.select_related("unit"), pk=asked)
    form = forms.Open(request.POST or None)
    if form.is_valid():
        case = rules.open(by=request.actor, person=person, **form.given())
        return redirect("cases:page", case.pk)
    context = {"form": form, "person": person, "line": residents.line(person)}
    return render(request, "cases/new.html", context, status=422 if form.is_bound else 200)


@allow("case.intake")
def intake(request: Request, pk: UUID) -> HttpResponse:
    case = _case(request, pk)
    kin = queries.kin(case, request.actor)
    form = forms.Intake(request.POST or None, minor=queries.client(case).minor, kin=kin)
    return _stage(request, case, form, rules.intake, "接案登记")


@allow("case.assess")
def assess(request: Request, pk: UUID) -> HttpResponse:
    return _stage(
        request, _case(request, pk), forms.Assess(request.POST or None), rules.assess, "预估"
    )


@allow("case.plan")
def plan(request: Request, pk: UUID) -> HttpResponse:
    return _stage(request, _case(request, pk), forms.Plan(request.POST or None), rules.plan, "计划")


@allow("case.close")
def close(request: Request, pk: UUID) -> HttpResponse:
    return _stage(
        request, _case(request, pk), forms.Close(request.POST or None), rules.close, "结案"
    )


@allow("case.reopen")
def reopen(request: Request, pk: UUID) -> HttpResponse:
    case = _case(request, pk)
    form = Form(request.POST or None)
    if form.is_valid():
        rules.reopen(case, by=request.actor, **form.given())
    return redirect("cases:page", pk)


@allow("loop.step")
def step(request: Request, pk: UUID) -> HttpResponse:
    case = _case(request, pk)
    form = forms.Step(request.POST or None)
    if form.is_valid():
        loops.step(case.loop, by=request.actor, **form.given())
        return redirect("cases:page", pk)
    context = {**_head(case, request), "form": form, "label": "下一步"}
    return render(request, "cases/paper.html", context, status=422 if form.is_bound else 200)


@allow("case.view")
def of_person(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    cases = Case.objects.visible_to(request.actor).filter(loop__person__in=person.ids())
    rows = cases.select_related("loop__owner").order_by("-loop__opened_at")[:20]
    return render(request, "cases/of_person.html", {"cases": rows, "person": person})


def _closed(request: Request, case: Case) -> HttpResponse:
    return render(request, "cases/closed.html", _head(case, request), status=403)


def _stage(request: Request, case: Case, form: Any, verb: Any, label: str) -> HttpResponse:
    if form.is_valid():
        verb(case, by=request.actor, **form.given())
        return redirect("cases:page", case.pk)
    context = {**_head(case, request), "form": form, "label": label}
    return render(request, "cases/paper.html", context, status=422 if form.is_bound else 200)


def _numbers(case: Case, request: Request) -> dict[str, Any]:
    """What stands around the thread: the papers, the next step, and how much was done."""
    actor = request.actor
    return {
        "papers": queries.papers(case, actor), "verb": _verb(case, request),
        "step_words": queries.step_words(case, actor), "since": queries.days_since_met(case),
        "served": records.sessions(case.loop), "kept": queries.kept(case, actor),
        "trace": residents.trace(queries.client(case), actor), "told": queries.told(case, actor),
    }  # fmt: skip


def _verb(case: Case, request: Request) -> tuple[str, str] | None:
    """The paper that is due, for whoever may write it."""
    actor = request.actor
    hers = case.loop.owner_id in actor.owners or actor.may("loop.assign")
    return NEXT.get(Stage(case.stage)) if hers else None


def _older(before: datetime | None) -> str:
    return f"?{urlencode({'before': before.isoformat()})}#thread" if before else ""


def _uuid(request: Request, name: str) -> UUID | None:
    """An id given in an address or a form; what is none names nobody."""
    try:
        return UUID(request.POST.get(name) or request.GET.get(name) or "")
    except ValueError:
        return None


def _case(request: Request, pk: UUID) -> Case:
    rows = Case.objects.visible_to(request.actor)
    return get_object_or_404(
        rows.select_related(
            "loop__person__community", "loop__owner", "loop__unit", "loop__parent__asker_org"
        ),
        pk=pk,
    )


def _head(case: Case, request: Request) -> dict[str, Any]:
    person = queries.client(case)
    [row] = loop_queries.rows([case.loop], by=request.actor)
    return {
        "case": case, "person": person, "row": row, "stages": queries.stages(case),
        "name": residents.shown_name(person, request.actor), "line": residents.line(person),
        "from": queries.came_from(case), "categories": list(person.categories.filter(until__isnull=True)),
    }  # fmt: skip
