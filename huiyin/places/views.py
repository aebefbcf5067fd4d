from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core import clock
from huiyin.core.http import Request, allow
from huiyin.places import calendar, forms, queries, rules


@allow("calendar.view")
def year(request: Request) -> HttpResponse:
    asked = forms.Shown(request.GET)
    asked.full_clean()
    form = forms.Edit(initial={"first": asked.cleaned_data.get("first")})
    shown = asked.cleaned_data.get("year") or clock.today().year
    return render(request, "places/calendar.html", _context(request, shown, form))


@allow("calendar.edit")
@require_POST
def edit(request: Request) -> HttpResponse:
    form = forms.Edit(request.POST)
    if form.is_valid():
        rules.edit(by=request.actor, **form.given())
        said = form.cleaned_data
        return redirect(f"/calendar?year={said['first'].year}#{said['name']}")
    first = form.cleaned_data.get("first") or clock.today()
    context = _context(request, first.year, form)
    return render(request, "places/calendar.html", context, status=422)


def _context(request: Request, shown: int, form: forms.Edit) -> dict[str, object]:
    arrangements, this = queries.arrangements(request.actor, shown), clock.today().year
    return {
        "year": shown,
        "years": range(this - 1, this + 3),
        "arrangements": arrangements,
        "rest": sum(one.rest_days for one in arrangements),
        "work": sum(len(one.work) for one in arrangements),
        "missing": calendar.missing(shown),
        "form": form,
    }
