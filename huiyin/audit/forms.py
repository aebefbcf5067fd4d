from django import forms

from huiyin.audit import directory

DATE = {"type": "date", "class": "hy-input"}


class Filter(forms.Form):
    """What the auditor looks for; read from the address, so that a view of the journal can be passed on."""

    who = forms.CharField(
        label="谁",
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"class": "hy-input", "placeholder": "姓名或用户名"}),
    )
    verb = forms.ChoiceField(
        label="做了什么", required=False, widget=forms.Select(attrs={"class": "hy-input"})
    )
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs=DATE))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs=DATE))
    denied = forms.BooleanField(label="只看没有权限的", required=False)
    target = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "全部"), *sorted(directory.verbs().items())]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]
