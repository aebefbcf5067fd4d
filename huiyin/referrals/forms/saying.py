"""What is said on a referral, a form a verb."""

from typing import Any

from django import forms

from huiyin.access.models import Organisation, Unit
from huiyin.loops.models import Agreed
from huiyin.referrals.forms.asking import offer
from huiyin.referrals.models import Reason
from huiyin.ui.forms import Chips, Form


class Accept(Form):
    short = forms.BooleanField(label="一两次就能办好，按短期服务", required=False)


class Words(Form):
    """A sentence for the asker: what is missing, or what is new. She reads it whatever the level."""

    words = forms.CharField(
        label="对转介人说", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="这句话转介人一定看得到，请不要写居民没有同意说的事",
    )  # fmt: skip


class More(Form):
    words = forms.CharField(
        label="补充什么情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class Withdraw(Form):
    words = forms.CharField(label="为什么撤回", max_length=200, required=False)


class PassOn(Words):
    station = forms.ModelChoiceField(
        queryset=Unit.objects.none(), label="本区的别的站", required=False, empty_label="不是别的站"
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="站外的单位",
        required=False,
        empty_label="不是站外单位",
    )
    consented = forms.BooleanField(label="居民单独同意把情况交给这个单位", required=False)

    def __init__(self, *args: Any, stations: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "station", stations)
        offer(self, "organisation", bodies)

    def clean(self) -> None:
        super().clean()
        given = [n for n in ("station", "organisation") if self.cleaned_data.get(n)]
        if len(given) != 1:
            self.add_error("station", "请选一个去处：本区的别的站，或者站外的一个单位。")


class Decline(Form):
    reason = forms.ChoiceField(label="为什么不受理", choices=Reason, widget=Chips)
    words = forms.CharField(
        label="用自己的话说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="居民只同意说进展的，这一段转介人看不到",
    )  # fmt: skip
    alternative = forms.CharField(
        label="可以怎么办", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="给转介人一条路：找谁、什么电话。转介人一定看得到",
    )  # fmt: skip


class Decide(Form):
    words = forms.CharField(label="意见", max_length=400, required=False)


class Object(Form):
    words = forms.CharField(label="为什么不同意", max_length=400)


class Tell(Form):
    words = forms.CharField(
        label="告诉转介人", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    level = forms.ChoiceField(
        label="这段话要居民同意到哪一级才能看", choices=Agreed, initial=Agreed.SUMMARY, widget=Chips
    )


class Contact(Form):
    purpose = forms.CharField(
        label="为什么打这个电话", max_length=100, help_text="比如：问女儿什么时候在家"
    )


def of_asker() -> dict[str, Form]:
    return _named({"resend": More(), "withdraw": Withdraw()})


def of_station(places: dict[str, Any]) -> dict[str, Form]:
    """An empty form a verb; `return` with an underscore, as Python writes it."""
    made = {
        "accept": Accept(), "return_": Words(), "pass_on": PassOn(**places), "decline": Decline(),
        "agree": Decide(), "object": Object(), "inform": Tell(), "answer": Tell(), "contact": Contact(),
    }  # fmt: skip
    return _named(made)


def _named(made: dict[str, Form]) -> dict[str, Form]:
    """Several forms on one page: each field's id begins with its verb."""
    for name, form in made.items():
        form.auto_id = f"id_{name}_%s"
    return made
