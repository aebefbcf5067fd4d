from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huiyin.places.models import Festival
from huiyin.places.rules import FIRST_YEAR, LAST_YEAR
from huiyin.ui.forms import Chips, Form

WORKED = {"rest": False, "work": True, "usual": None}


class Edit(Form):
    first = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput,
        error_messages={"invalid": "日期写作 2027-02-06 这样。"},
    )
    last = forms.DateField(
        label="到哪天为止",
        required=False,
        widget=forms.DateInput,
        help_text="只改一天，这里空着。",
        error_messages={"invalid": "日期写作 2027-02-06 这样。"},
    )
    working = forms.ChoiceField(
        label="这几天",
        widget=Chips,
        choices=[("rest", "休息"), ("work", "上班"), ("usual", "照周一到周五")],
    )
    name = forms.ChoiceField(
        label="哪个节",
        required=False,
        widget=Chips,
        choices=Festival,
        help_text="补班的日子，选它补的那个节。照周一到周五的，不用选。",
    )
    source = forms.CharField(
        label="依据",
        required=False,
        max_length=32,
        help_text="通知的文号，比如：国办发明电〔2025〕7号。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", ValidationError("这一天在第一天前面。"))
        if cleaned.get("working") in {"rest", "work"} and not cleaned.get("name"):
            self.add_error("name", ValidationError("还没有选：哪个节。都不是，就选“其他”。"))
        return cleaned

    def given(self) -> dict[str, Any]:
        given = super().given()
        working = WORKED[given["working"]]
        return {**given, "working": working, "last": given["last"] or given["first"]}


class Shown(forms.Form):
    """Which year the page shows, and on which date its form begins; anything else is this year, and empty."""

    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    first = forms.DateField(required=False)
