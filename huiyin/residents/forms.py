"""What is typed about people. Forms clean and never save."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from huiyin.core import gb
from huiyin.core.actor import Actor
from huiyin.places.models import Area
from huiyin.residents.models import CategoryCode, NoNumber, Person, Purpose
from huiyin.residents.queries import canonical
from huiyin.ui import fields
from huiyin.ui.forms import Chips, Form, ManyChips

SEXES = [(gb.Sex.FEMALE, "女"), (gb.Sex.MALE, "男"), (gb.Sex.UNKNOWN, "不知道")]


class Register(Form):
    name = fields.Name(label="姓名", help_text="照证件写，少数民族姓名的“·”也写上")
    sex = forms.ChoiceField(label="性别", choices=SEXES, widget=Chips)
    number_kind = forms.ChoiceField(
        label="证件", choices=gb.NumberKind, initial=gb.NumberKind.RIC, widget=Chips
    )
    number = forms.CharField(
        label="证号",
        max_length=32,
        required=False,
        help_text="有证号，出生日期就不用填",
        widget=forms.TextInput(attrs={"class": "hy-input--short", "autocomplete": "off"}),
    )
    no_number_why = forms.ChoiceField(
        label="为什么没有证号",
        choices=[(NoNumber.NOT_GIVEN, "还没有问到"), *NoNumber.choices[1:]],
        initial=NoNumber.NOT_GIVEN,
        required=False,
        widget=Chips,
        help_text="填了证号，这一项不用管",
    )
    birth_on = fields.PastDate(
        label="出生日期",
        required=False,
        help_text="不知道哪一天，就先空着",
        widget=forms.DateInput(attrs={"class": "hy-input--short"}),
    )
    phone = fields.Phone(label="电话", required=False)
    whose = forms.CharField(
        label="电话是谁的",
        max_length=16,
        required=False,
        help_text="本人、女儿、邻居……",
        widget=forms.TextInput(attrs={"class": "hy-input--short"}),
    )
    address = forms.CharField(label="住址", max_length=120, required=False)
    community = forms.ModelChoiceField(
        label="社区", queryset=Area.objects.none(), required=False, empty_label="不知道"
    )
    categories = forms.MultipleChoiceField(
        label="类别", choices=CategoryCode, required=False, widget=ManyChips
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        street = actor.unit[:9]
        near = Area.objects.visible_to(actor).filter(parent=street).order_by("code")
        cast("forms.ModelChoiceField[Area]", self.fields["community"]).queryset = near

    def clean(self) -> None:
        super().clean()
        kind, number = self.cleaned_data.get("number_kind"), self.cleaned_data.get("number", "")
        if kind == gb.NumberKind.RIC and number:
            self._must_be_an_identity_number(number)
        elif kind == gb.NumberKind.NONE:
            self.cleaned_data["number"] = ""

    def _must_be_an_identity_number(self, number: str) -> None:
        try:
            checked = gb.identity_number(canonical(number), demo=settings.HUIYIN_DEMO)
        except ValueError as error:
            self.add_error("number", str(error))
        else:
            self.cleaned_data["number"] = checked


class Reveal(Form):
    purpose = forms.ChoiceField(label="用来做什么", choices=Purpose, widget=Chips)
    words = forms.CharField(
        label="写一句具体的", max_length=200, help_text="谁要用、办什么事。会记入日志，本人可以查"
    )


class Merge(Form):
    winner = forms.ModelChoiceField(label="留下哪一份", queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["winner"]).queryset = people
