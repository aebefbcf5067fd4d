"""记一笔, the list of deeds, and the page of one."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.loops.models import Loop
from huiyin.records import forms, proposals, queries, rules
from huiyin.records.models import Record
from huiyin.records.queries import Asked
from huiyin.residents import queries as residents
from huiyin.residents.models import Person
from huiyin.ui.forms import Form

CORRECTED = ["version", "kind", "minutes", "klass", "domain"]
STARTS = ("thread", "kind", "klass", "domain", "done", "note", "owed")
RECENT = 3


@allow("record.write")
def new(request: Request) -> HttpResponse:
    people = _chosen(request)
    form = _form(request, people, request.POST or None)
    if form.is_valid():
        record = rules.write(by=request.actor, **form.given())
        return redirect(_on_from(request, record))
    q = form["q"].value() or ""
    context = {
        "form": form, "chosen": _lines(people), "next": _back(request), "proposed": _proposed(request, people),
        "found": _lines(p for p in residents.find(q, request.actor) if p not in people),
        "recent": _lines(p for p in residents.recent(request.actor, RECENT) if p not in people),
    }  # fmt: skip
    return render(request, "records/new.html", context, status=422 if form.is_bound else 200)


@allow("record.write")
def proposed(request: Request) -> HttpResponse:
    """归到哪里: the line under the sentence, asked for again when somebody is chosen."""
    people = _chosen(request)
    context = {"form": _form(request, people), "proposed": _proposed(request, people)}
    return render(request, "records/new.html#proposed", context)


@allow("record.view")
def page(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _record(request, pk))


@allow("record.correct")
def correct(request: Request, pk: UUID) -> HttpResponse:
    record = _record(request, pk)
    form = forms.Correct(request.POST or None)
    if form.is_valid():
        rules.correct(record, by=request.actor, **form.given())
        return redirect("records:page", pk)
    return _page(request, record, correct=form)


@allow("record.void")
def void(request: Request, pk: UUID) -> HttpResponse:
    record = _record(request, pk)
    form = forms.Void(request.POST or None)
    if form.is_valid():
        rules.void(record, by=request.actor, **form.given())
        return redirect("records:page", pk)
    return _page(request, record, void=form)


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
    records = list(queries.today(request.actor))
    context = {
        "deeds": queries.deeds(records, by=request.actor), "today": clock.today(),
        "minutes": queries.minutes_of(records, request.actor.who),
    }  # fmt: skip
    return render(request, "records/of_today.html", context)


@allow("record.view")
def of_person(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    deeds = queries.deeds(queries.of_person(person, request.actor, n=20), by=request.actor)
    return render(request, "records/of_person.html", {"deeds": deeds, "person": person})


def _page(request: Request, record: Record, **written: Form) -> HttpResponse:
    """One deed, with what may be done to it; a form that was filled in wrongly comes back as it was."""
    [deed] = queries.deeds([record], by=request.actor)
    context = {
        "deed": deed, "may": not deed.void and (deed.hers or request.actor.may("loop.assign")),
        "private": queries.private(deed, by=request.actor), "texts": queries.texts(deed, by=request.actor),
        "correct": forms.Correct(initial={**model_to_dict(record, CORRECTED), "note": deed.note}),
        "void": forms.Void(),
    }  # fmt: skip
    bound = any(form.is_bound for form in written.values())
    return render(request, "records/page.html", context | written, status=422 if bound else 200)


def _record(request: Request, pk: UUID) -> Record:
    rows = Record.objects.visible_to(request.actor).select_related("thread", "entered_by")
    return get_object_or_404(rows, pk=pk)


def _form(request: Request, people: list[Person], data: QueryDict | None = None) -> forms.Write:
    """With the matters these people's deed may go to; what was asked for in the address is filled in."""
    threads = proposals.threads_of(proposals.only(people), request.actor)
    asked = _thread(request)
    threads += [asked] if asked and asked not in threads else []
    start = {name: request.GET[name] for name in STARTS if name in request.GET}
    form = forms.Write(data, by=request.actor, threads=threads, initial=start)
    if people:
        form.fields["note"].widget.attrs["autofocus"] = True
    return form


def _proposed(request: Request, people: list[Person]) -> str:
    thread = _thread(request) or proposals.thread_of(proposals.only(people), request.actor)
    return proposals.said(tuple(people), thread) if people or thread else ""


def _lines(people: Iterable[Person]) -> list[tuple[Person, str]]:
    return [(person, residents.line(person)) for person in people]


def _chosen(request: Request) -> list[Person]:
    given = [
        *request.POST.getlist("people"), *request.GET.getlist("people"), *request.GET.getlist("person"),
    ]  # fmt: skip
    wanted = {UUID(pk) for pk in given if forms.is_uuid(pk)}
    found = Person.objects.visible_to(request.actor).living_files().in_bulk(wanted)
    return list(found.values())


def _thread(request: Request) -> Loop | None:
    pk = request.POST.get("thread") or request.GET.get("thread") or ""
    seen = Loop.objects.visible_to(request.actor).open().select_related("owner")
    return seen.filter(pk=pk).first() if forms.is_uuid(pk) else None


def _on_from(request: Request, record: Record) -> str:
    """Back to where 记一笔 was pressed; to an empty form for the next one; else to the deed."""
    back = _back(request)
    if request.POST.get("again"):
        return f"{reverse('records:new')}?{urlencode({'next': back})}"
    return back or reverse("records:page", args=[record.pk])


def _back(request: Request) -> str:
    """Only a path of our own: an address given from outside is never gone to."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if ours else ""
