"""What a lead may write about a matter."""

from django import forms

from huiyin.contracts.models import BoundaryRule, Verdict
from huiyin.ui.forms import Chips, Form

SAID = ("verdict", "wording", "why", "how", "limits", "addressee", "basis", "agreed_by")


class Edit(Form):
    verdict = forms.ChoiceField(label="能不能转", choices=Verdict, widget=Chips)
    wording = forms.CharField(
        label="一句话", max_length=40, help_text="在登记表旁边先看到的就是这一句"
    )
    why = forms.CharField(label="为什么", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.CharField(
        label="社工站可以", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    limits = forms.CharField(
        label="社工站不能", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    addressee = forms.CharField(
        label="还可以找谁",
        max_length=80,
        required=False,
        help_text="不能转的事一定要写，哪个部门、什么电话",
    )
    basis = forms.CharField(
        label="依据", max_length=120, help_text="合同第几条、哪次会议纪要、哪条法律"
    )
    agreed_by = forms.CharField(label="和谁商定", max_length=80, required=False)

    @classmethod
    def of(cls, row: BoundaryRule) -> "Edit":
        return cls(initial={name: getattr(row, name) for name in SAID})

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("verdict") == Verdict.CANNOT and not self.cleaned_data.get(
            "addressee"
        ):
            self.add_error("addressee", "不能转的事，请写明该找谁。")

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SAID}
