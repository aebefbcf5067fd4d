"""The auditor's pages: the journal, and whether it is whole."""

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.audit import forms, queries, tally
from huiyin.core.http import Request, allow


@allow("journal.read")
def journal(request: Request) -> HttpResponse:
    form, before = forms.Filter(request.GET or None), request.GET.get("before", "")
    asked = queries.Asked()
    if form.is_valid():
        asked = queries.Asked(
            **{**form.cleaned_data, "target": str(form.cleaned_data["target"] or "")}
        )
    lines, more = queries.journal(request.actor, asked, before=before)
    context = {"form": form, "lines": lines, **_turn(request, more)}
    return render(request, "audit/journal.html", context, status=422 if form.errors else 200)


def _turn(request: Request, more: str) -> dict[str, str]:
    asked = request.GET.copy()
    began = asked.pop("before", None)
    newer = f"?{asked.urlencode()}" if began else ""
    asked["before"] = more
    return {"newer": newer, "older": f"?{asked.urlencode()}" if more else ""}


@allow("journal.read")
def verification(request: Request) -> HttpResponse:
    context = {"found": tally.checked()}
    return render(request, "audit/verification.html", context)
