from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.loops.models import Loop
from huiyin.records import forms, proposals, queries, rules
from huiyin.records.models import Record
from huiyin.records.queries import Asked
from huiyin.residents import queries as residents
from huiyin.residents.models import Person


@allow("record.write")
def new(request: Request) -> HttpResponse:
    form = forms.Write(request.POST or None, by=request.actor, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        record = rules.write(by=request.actor, **form.given())
        return redirect(_back(request) or f"/records/{record.pk}")
    chosen = _chosen(request)
    context = {
        "form": form, "chosen": [(p, residents.line(p)) for p in chosen], "next": _back(request),
        "recent": [(p, residents.line(p)) for p in residents.recent(request.actor, 6) if p not in chosen],
        "proposed": proposals.said(chosen[0], _thread(request, chosen)) if chosen else "",
    }  # fmt: skip
    return render(request, "records/new.html", context, status=422 if form.errors else 200)


@allow("record.write")
def proposed(request: Request) -> HttpResponse:
    """归到哪里: the one line under the sentence, asked for when somebody is chosen."""
    person = (
        Person.objects.visible_to(request.actor)
        .filter(pk__in=request.GET.getlist("people"))
        .first()
    )
    thread = proposals.thread_of(person, request.actor)
    return render(
        request, "records/new.html#proposed", {"proposed": proposals.said(person, thread)}
    )


@allow("record.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.visible_to(request.actor), pk=pk)
    [deed] = queries.deeds([record], by=request.actor)
    start = {
        "version": record.version,
        "kind": record.kind,
        "minutes": record.minutes,
        "klass": record.klass,
    }
    correct = forms.Correct(initial={**start, "note": deed.note})
    context = {
        "deed": deed,
        "correct": correct,
        "void": forms.Void(),
        "texts": queries.texts(record, by=request.actor),
    }
    return render(request, "records/page.html", context)


@allow("record.correct")
def correct(request: Request, pk: UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.visible_to(request.actor), pk=pk)
    form = forms.Correct(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rules.correct(record, by=request.actor, **form.given())
        return redirect("records:page", pk)
    [deed] = queries.deeds([record], by=request.actor)
    context = {"deed": deed, "correct": form, "void": forms.Void()}
    return render(request, "records/page.html", context, status=422)


@allow("record.void")
def void(request: Request, pk: UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.visible_to(request.actor), pk=pk)
    form = forms.Void(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rules.void(record, by=request.actor, **form.given())
        return redirect("records:page", pk)
    [deed] = queries.deeds([record], by=request.actor)
    return render(request, "records/page.html", {"deed": deed, "void": form}, status=422)


@allow("record.view")
def listed(request: Request) -> HttpResponse:
    form = forms.Filter(request.GET)
    asked = Asked(**form.asked())
    rows, beyond = queries.page(
        queries.listed(request.actor, asked), asked, beyond=request.GET.get("beyond", "")
    )
    older = f"?{urlencode({**request.GET.dict(), 'beyond': beyond})}" if beyond else ""
    deeds = queries.deeds(rows, by=request.actor)
    return render(request, "records/listed.html", {"form": form, "deeds": deeds, "older": older})


@allow("record.view")
def of_today(request: Request) -> HttpResponse:
    deeds = queries.deeds(queries.today(request.actor), by=request.actor)
    minutes = sum(deed.record.minutes for deed in deeds)
    context = {"deeds": deeds, "minutes": minutes, "today": clock.today()}
    return render(request, "records/of_today.html", context)


@allow("record.view")
def of_person(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    deeds = queries.deeds(queries.of_person(person, request.actor, n=20), by=request.actor)
    return render(request, "records/of_person.html", {"deeds": deeds, "person": person})


def _start(request: Request) -> dict[str, object]:
    kind = request.GET.get("kind", "")
    return {"thread": request.GET.get("thread"), **({"kind": kind} if kind else {})}


def _chosen(request: Request) -> list[Person]:
    given = request.POST.getlist("people") or request.GET.getlist("person")
    wanted = [pk for pk in given if _is_uuid(pk)]
    return list(Person.objects.visible_to(request.actor).filter(pk__in=wanted)) if wanted else []


def _thread(request: Request, chosen: list[Person]) -> Loop | None:
    pk = request.POST.get("thread") or request.GET.get("thread") or ""
    given = Loop.objects.visible_to(request.actor).filter(pk=pk).first() if _is_uuid(pk) else None
    return given or proposals.thread_of(chosen[0] if chosen else None, request.actor)


def _back(request: Request) -> str:
    """Only a path of our own: an address given from outside is never gone to."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    return (
        to if to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None) else ""
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
