"""Input of the promise pages. What can be chosen is what the actor sees."""

from typing import Any
from uuid import UUID

from django import forms

from huiyin.access.models import User
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import kinds, queries
from huiyin.loops.models import Loop
from huiyin.residents.models import Person
from huiyin.ui.forms import Form

SORTS = [("due", "先到期的在前"), ("opened", "先交来的在前"), ("owner", "按负责人")]
WORDS = 500


class Act(Form):
    """A button: nothing to fill in."""


class Words(Form):
    words = forms.CharField(
        label="怎么兑现的", widget=forms.Textarea(attrs={"rows": 3}), max_length=WORDS
    )


class Unsolved(Form):
    words = forms.CharField(
        label="哪里还没解决",
        help_text="写清楚还差什么，负责的同事会接着办。这样的话只能说一次。",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=WORDS,
    )


class Step(Form):
    words = forms.CharField(label="下一步做什么", max_length=100)
    on = forms.DateField(label="哪一天", widget=forms.DateInput)

    def clean_on(self) -> Any:
        return _to_come(self.cleaned_data["on"])


class Promise(Form):
    words = forms.CharField(
        label="答应了什么", help_text="一句话，到那天您会看到它。", max_length=100
    )
    on = forms.DateField(label="哪一天以前", widget=forms.DateInput)
    person = forms.ModelChoiceField(Person.objects.none(), widget=forms.HiddenInput, required=False)
    parent = forms.ModelChoiceField(Loop.objects.none(), widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(actor)  # type: ignore[attr-defined]
        seen = Loop.objects.visible_to(actor).open().select_related("unit")
        self.fields["parent"].queryset = seen  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        return _to_come(self.cleaned_data["on"])


class Assign(Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="派给谁",
        empty_label="选一位同事",
        error_messages={"invalid_choice": "请从名单里选一位同事。"},
    )

    def __init__(self, *args: Any, mates: list[queries.Mate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = User.objects.filter(pk__in=[mate.user.pk for mate in mates])
        self.fields["to"].queryset = named  # type: ignore[attr-defined]


class Filter(forms.Form):
    """What of the board is shown; a filter that does not fit is as none."""

    owner = forms.ChoiceField(label="谁负责", required=False)
    kind = forms.ChoiceField(label="哪一类", required=False)
    late = forms.BooleanField(label="只看逾期", required=False)
    sort = forms.ChoiceField(label="怎么排", choices=SORTS, required=False)

    def __init__(self, *args: Any, owners: list[User], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        people = [("", "所有人"), *((str(user.pk), user.name) for user in owners)]
        labels = [("", "所有事"), *((kind.code, kind.label) for kind in kinds.every())]
        self.fields["owner"].choices = people  # type: ignore[attr-defined]
        self.fields["kind"].choices = labels  # type: ignore[attr-defined]
        for name in ("owner", "kind", "sort"):
            self.fields[name].widget.attrs["class"] = "hy-input"

    def chosen(self) -> dict[str, Any]:
        """Only what fits: {owner, kind, late, sort}."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "owner": UUID(said["owner"]) if said.get("owner") else None,
            "kind": said.get("kind") or "",
            "late": bool(said.get("late")),
            "sort": said.get("sort") or "due",
        }


def _to_come(on: Any) -> Any:
    if on < clock.today():
        raise forms.ValidationError("这一天已经过了，请选今天或以后的一天。")
    return on
