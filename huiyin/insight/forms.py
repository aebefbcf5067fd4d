"""Where and when: what a page of figures was asked for. Everything has an answer, so nothing can be wrong with it."""

from datetime import date
from typing import Any

from django import forms

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.insight import outside
from huiyin.insight.figures import Period, month, year
from huiyin.ui.forms import Form

OWN = "own"
PERIODS = (
    ("this_month", "本月"), ("last_month", "上月"), ("this_year", "今年"), ("last_year", "去年"), (OWN, "自己选"),
)  # fmt: skip
# outside eyes see whole months that are over, and years as far as these go
PUBLISHED = (PERIODS[1], ("this_year", "今年到上月底"), PERIODS[3])


class Asked(Form):
    unit = forms.ChoiceField(label="哪里", required=False)
    period = forms.ChoiceField(label="哪段时间", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput)
    until = forms.DateField(label="到", required=False, widget=forms.DateInput)

    def __init__(self, data: Any, *, by: Actor, places: list[tuple[str, str]]) -> None:
        self.periods = PUBLISHED if outside.looking(by) else PERIODS
        given = data.copy()
        given.setdefault("period", self.usual)  # so that the page says which one it shows
        super().__init__(given)
        self.places = places
        self.fields["unit"].choices = places  # type: ignore[attr-defined]
        self.fields["period"].choices = self.periods  # type: ignore[attr-defined]
        del self.fields["act"]
        if outside.looking(by):
            del self.fields["since"], self.fields["until"]

    @property
    def where(self) -> str:
        """The unit asked for; what is in nobody's list is looked for all the same, and found or refused there."""
        self.is_valid()
        return str(self.data.get("unit") or (self.places[0][0] if self.places else ""))

    @property
    def choice(self) -> str:
        self.is_valid()
        asked = str(self.cleaned_data.get("period") or "")
        return asked or self.usual

    @property
    def usual(self) -> str:
        return "last_year" if self.periods is PUBLISHED else "this_year"

    @property
    def when(self) -> Period:
        today = clock.today()
        last = date.fromordinal(today.replace(day=1).toordinal() - 1)
        spans = {
            "this_month": month(today), "last_month": month(last), "this_year": year(today.year),
            "last_year": year(today.year - 1),
        }  # fmt: skip
        if self.periods is PUBLISHED:  # in January the year so far is the last one
            spans["this_year"] = Period(last.replace(month=1, day=1), last)
        return spans.get(self.choice) or self._own(today)

    def _own(self, today: date) -> Period:
        """What is left empty is as far as the year goes; turned round, it is read the right way round."""
        given = (self.cleaned_data.get("since"), self.cleaned_data.get("until"))
        since, until = given[0] or today.replace(month=1, day=1), given[1] or today
        return Period(min(since, until), max(since, until))

    @property
    def label(self) -> str:
        labels = dict(self.periods)
        return "这段时间" if self.choice == OWN else labels[self.choice]
