from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.places import calendar, forms, rules
from huiyin.places.models import Day


@allow("calendar.view")
def year(request: Request) -> HttpResponse:
    return render(request, "places/calendar.html", _context(request, forms.Edit()))


@allow("calendar.edit")
@require_POST
def edit(request: Request) -> HttpResponse:
    form = forms.Edit(request.POST)
    if form.is_valid():
        rules.edit(by=request.actor, **form.given())
        return redirect(
            f"/calendar?year={form.cleaned_data['day'].year}#{form.cleaned_data['day']}"
        )
    return render(request, "places/calendar.html", _context(request, form), status=422)


@allow("calendar.edit")
@require_POST
def enter_year(request: Request) -> HttpResponse:
    form = forms.Year(request.POST)
    if form.is_valid():
        rules.enter_year(by=request.actor, **form.given())
    return redirect("places:calendar")


def _context(request: Request, form: forms.Edit) -> dict[str, object]:
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isdigit() and 2020 <= int(asked) <= 2100 else clock.today().year
    special = (
        Day.objects.visible_to(request.actor)
        .filter(date__year=shown)
        .exclude(name="")
        .order_by("date")
    )
    moved = [d for d in special if d.name or d.working == (d.date.weekday() > 4)]
    months = [(m, list(days)) for m, days in groupby(moved, key=lambda d: d.date.month)]
    return {
        "year": shown, "months": months, "known": calendar.known(shown), "form": form,
        "years": range(clock.today().year - 1, clock.today().year + 3), "begin": forms.Year(initial={"year": shown}),
    }  # fmt: skip
