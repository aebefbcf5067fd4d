"""The papers of casework, in small: what each stage asks for before it is done."""

from typing import Any

from django import forms

from huiyin.cases.models import Decision, Ending, Risk, Source, Stage
from huiyin.residents.models import Person
from huiyin.ui.forms import Chips, Form, Lines, ManyChips


def _text(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=area, max_length=8000
    )


class Open(Form):
    source = forms.ChoiceField(
        label="怎么来的", widget=Chips, choices=Source.choices[1:], initial=Source.OUTREACH
    )


class Intake(Form):
    problem = _text("来时的难处", hint="用他自己的话")
    risks = forms.MultipleChoiceField(
        label="要紧的风险", widget=ManyChips, choices=Risk.choices, required=False
    )
    decision = forms.ChoiceField(
        label="决定", widget=Chips, choices=Decision.choices, initial=Decision.OPEN
    )
    guardian = forms.ModelChoiceField(
        label="监护人", queryset=Person.objects.none(), required=False
    )
    no_guardian_why = forms.CharField(
        label="没有监护人的话，为什么", required=False, max_length=200
    )

    def __init__(self, *args: Any, minor: bool, kin: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if minor:
            self.fields["guardian"].queryset = kin  # type: ignore[attr-defined]
        else:
            del self.fields["guardian"], self.fields["no_guardian_why"]


class Assess(Form):
    personal = _text("本人", hint="身体、情绪、能力、想要什么")
    family = _text("家庭", hint="谁能照应，有什么压力；一个人住可以不填", required=False)
    community = _text("社区", hint="邻里、队伍、可用的地方", required=False)
    needs = _text("归总：问题和需要")


class Plan(Form):
    goals = _text("目标", hint="到什么时候，他能做到什么，怎么看得出来")
    steps = _text("怎么做")
    sessions = forms.IntegerField(
        label="预计几次", min_value=1, max_value=200, initial=6,
        widget=forms.NumberInput(attrs={"class": "hy-input hy-input--number"}),
    )  # fmt: skip


class Close(Form):
    kind = forms.ChoiceField(label="怎样结束的", widget=Lines, choices=Ending.choices)
    summary = _text("小结", hint="留在档案里，转介人看不到")
    shareable = _text("可以告诉转介人的", hint="按居民同意的程度给他看", required=False)


class Step(Form):
    words = forms.CharField(label="下一步做什么", max_length=200)
    on = forms.DateField(label="哪一天", widget=forms.DateInput)


class Filter(forms.Form):
    stage = forms.ChoiceField(
        label="阶段", required=False, choices=[("", "在办的"), *Stage.choices],
        widget=forms.Select(attrs={"class": "hy-input"}),
    )  # fmt: skip
    mine = forms.BooleanField(label="只看我的", required=False)
    oldest = forms.BooleanField(label="从早到晚", required=False)
