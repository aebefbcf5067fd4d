from django import forms

from huiyin.ui.forms import Chips, Form


class Edit(Form):
    day = forms.DateField(label="哪一天", widget=forms.DateInput)
    working = forms.TypedChoiceField(
        label="上不上班",
        widget=Chips,
        choices=[("1", "上班"), ("0", "休息")],
        coerce=lambda v: v == "1",
    )
    name = forms.CharField(
        label="说明", required=False, max_length=32, help_text="比如：国庆节，国庆调休"
    )


class Year(Form):
    year = forms.IntegerField(min_value=2020, max_value=2100, widget=forms.HiddenInput)
