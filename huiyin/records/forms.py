"""记一笔: whom, how, how long, a sentence; all else is proposed."""

from typing import Any
from uuid import UUID

from django import forms

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops.models import Loop
from huiyin.records.models import Domain, Kind, Klass
from huiyin.residents.models import Person
from huiyin.ui.forms import Chips, Form

MINUTES = (15, 30, 45, 60, 90)
QUICK = (Kind.VISIT, Kind.CALL, Kind.COME, Kind.ACCOMPANY, Kind.ONLINE, Kind.MISSED)


class Write(Form):
    people = forms.ModelMultipleChoiceField(
        label="服务了谁", queryset=Person.objects.none(), required=False
    )
    heads = forms.IntegerField(
        label="没记名字的人数", required=False, min_value=0, max_value=5000,
        widget=forms.NumberInput(attrs={"class": "hy-input--number"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="怎样见的",
        widget=Chips,
        choices=[(k.value, k.label) for k in QUICK],
        initial=Kind.VISIT,
    )
    length = forms.ChoiceField(
        label="多久",
        widget=Chips,
        choices=[(str(m), f"{m} 分钟") for m in MINUTES],
        initial="30",
        required=False,
    )
    minutes = forms.IntegerField(
        label="别的分钟数", required=False, min_value=0, max_value=1440,
        widget=forms.NumberInput(attrs={"class": "hy-input--number"}),
    )  # fmt: skip
    note = forms.CharField(
        label="一句话", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    private_note = forms.CharField(
        label="只给自己和督导看的",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
    )
    on = forms.DateField(label="哪一天", required=False, widget=forms.DateInput)
    klass = forms.ChoiceField(
        label="类别", required=False, choices=[("", "按归到的事"), *Klass.choices]
    )
    domain = forms.ChoiceField(
        label="领域", required=False, choices=[("", "按年龄"), *Domain.choices]
    )
    thread = forms.ModelChoiceField(
        label="归到哪件事", queryset=Loop.objects.none(), required=False
    )
    owed = forms.CharField(
        label="还欠他什么", required=False, max_length=200, help_text="会变成一件承诺"
    )
    owed_on = forms.DateField(label="哪天前做到", required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["people"]
        seen.queryset = Person.objects.visible_to(by).living_files()  # type: ignore[attr-defined]
        self.fields["thread"].queryset = Loop.objects.visible_to(by).open()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("minutes") is None and not given.get("length"):
            self.add_error("minutes", "用了多少分钟？大概也行。")
        if given.get("owed") and not given.get("owed_on"):
            self.add_error("owed_on", "答应哪天前做到？")
        if given.get("owed_on") and given["owed_on"] < clock.today():
            self.add_error("owed_on", "答应的日子已经过了。请选今天或以后的一天。")
        if given.get("on") and given["on"] > clock.today():
            self.add_error("on", "这一天还没有到。还没做的事，请写在“还欠他什么”里。")
        return given

    def given(self) -> dict[str, Any]:
        """Keyword arguments of `records.write`."""
        given = dict(self.cleaned_data)
        length, minutes, on = given.pop("length"), given.pop("minutes"), given.pop("on")
        given["minutes"] = minutes if minutes is not None else int(length)
        given["people"] = tuple(given["people"])
        given["heads"] = given["heads"] or 0
        if on and on != clock.today():
            given["at"] = clock.at(on, "12:00")
        return given


class Correct(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="怎样见的", widget=Chips, choices=Kind.choices)
    minutes = forms.IntegerField(
        label="分钟",
        min_value=0,
        max_value=1440,
        widget=forms.NumberInput(attrs={"class": "hy-input--number"}),
    )
    klass = forms.ChoiceField(label="类别", choices=Klass.choices)
    note = forms.CharField(label="一句话", widget=forms.Textarea, max_length=4000)


class Void(Form):
    why = forms.CharField(
        label="为什么作废", max_length=128, help_text="比如：记到别人名下了，已另记一笔"
    )


class Filter(forms.Form):
    since = forms.DateField(
        label="从",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "hy-input"}),
    )
    until = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "hy-input"}),
    )
    kind = forms.ChoiceField(
        label="怎样见的",
        required=False,
        choices=[("", "全部"), *Kind.choices],
        widget=forms.Select(attrs={"class": "hy-input"}),
    )
    klass = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "全部"), *Klass.choices],
        widget=forms.Select(attrs={"class": "hy-input"}),
    )
    oldest = forms.BooleanField(label="从早到晚", required=False)
    void = forms.BooleanField(label="也看作废的", required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    thread = forms.UUIDField(required=False, widget=forms.HiddenInput)
    worker = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def asked(self) -> dict[str, Any]:
        """What was asked; a filter that makes no sense is left out rather than refused."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if isinstance(value, bool | UUID) or value
        }
