"""个案转介登记表: the people of one household, and what is said of them. Forms clean and never save."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from huiyin.access.models import Organisation, Unit
from huiyin.contracts.models import BoundaryRule
from huiyin.core import gb
from huiyin.core.actor import Actor
from huiyin.loops.models import Agreed
from huiyin.referrals.models import Source, Urgency
from huiyin.referrals.rules import Newcomer
from huiyin.residents.models import Person, Relation
from huiyin.ui import fields
from huiyin.ui.forms import Chips, Form, Lines

LEVELS = [
    (Agreed.STATUS, "只说进展：受没受理、见没见面、结没结束"),
    (Agreed.SUMMARY, "说概要：再加一两句情况"),
    (Agreed.DETAIL, "说详细：服务了几次、做了什么、效果怎样"),
]
CONSENTS = [
    ("self", "本人同意"),
    ("guardian", "监护人同意"),
    ("danger", "有生命危险，来不及问"),
]
WRITTEN = [(one.value, one.label) for one in (Source.PHONE, Source.PAPER, Source.OUTREACH)]
EXAMPLE = "看到的事实：什么时候开始，谁在照顾，现在怎么样"


class One(forms.Form):
    """One resident: found among those named before, or new. A block that is left empty is nobody."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = fields.Name(label="居民姓名", required=False)
    sex = forms.ChoiceField(
        label="性别",
        choices=[("2", "女"), ("1", "男"), ("0", "不清楚")],
        initial="0",
        required=False,
        widget=Chips,
    )
    birth_on = fields.PastDate(label="出生日期", required=False, widget=forms.DateInput)
    number = fields.IdNumber(label="身份证号", required=False)
    phone = fields.Phone(label="联系电话", required=False, help_text="本人或家里能接通的号码")
    whose = forms.CharField(label="这是谁的电话", required=False, max_length=16)
    address = forms.CharField(label="住址", required=False, max_length=120)
    relation = forms.ChoiceField(
        label="和第一位的关系", choices=Relation, initial=Relation.OTHER, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.actor = actor
        self.found: Person | None = None
        for name, field in self.fields.items():
            if name not in {"sex", "person"}:
                field.widget.attrs.setdefault("class", "")
                field.widget.attrs["class"] = f"hy-input {field.widget.attrs['class']}".strip()

    def clean(self) -> None:
        super().clean()
        chosen = self.cleaned_data.get("person")
        if chosen:
            self.found = Person.objects.visible_to(self.actor).filter(pk=chosen).first()
            if self.found is None:
                self.add_error("name", "这位居民不在您的名单里。请重新打一遍姓名，当作新的登记。")
            if self.cleaned_data.get("phone"):
                self.add_error(
                    "phone", "名单里的居民，电话站里已有。号码换了，请在“说说情况”里写一句。"
                )

    @property
    def empty(self) -> bool:
        return not (self.cleaned_data.get("person") or self.cleaned_data.get("name"))

    def named(self) -> Person | Newcomer:
        if self.found is not None:
            return self.found
        said = {
            name: self.cleaned_data[name]
            for name in ("name", "birth_on", "number", "phone", "whose", "address")
        }
        kind = gb.NumberKind.RIC if said["number"] else gb.NumberKind.NONE
        relation = self.cleaned_data["relation"] or Relation.OTHER
        return Newcomer(
            **said, sex=self.cleaned_data["sex"] or "0", number_kind=kind, relation=relation
        )


class Household:
    """The blocks of one household: as many as were posted, one more when asked for."""

    MOST = 8

    def __init__(self, data: Any = None, *, actor: Actor, more: int = 0) -> None:
        posted = [n for n in range(self.MOST) if data is not None and f"p{n}-name" in data]
        bound = [One(data, prefix=f"p{n}", actor=actor) for n in posted]
        wanted = max(1, min(self.MOST, len(bound) + more)) - len(bound)
        self.blocks = [
            *bound,
            *(One(prefix=f"p{len(bound) + n}", actor=actor) for n in range(wanted)),
        ]

    @property
    def next(self) -> int:
        return len(self.blocks)

    def is_valid(self) -> bool:
        valid = all([block.is_valid() for block in self.blocks])  # noqa: C419 -- every block is to be cleaned
        if valid and not self.named():
            self.blocks[0].add_error("name", "还没有填：居民姓名。")
        return valid and bool(self.named())

    def named(self) -> list[Person | Newcomer]:
        return [block.named() for block in self.blocks if not block.empty]


class Send(Form):
    """What every way of asking says, after the people."""

    matter = forms.ModelChoiceField(queryset=BoundaryRule.objects.none(), label="主要的难处")
    problem = forms.CharField(
        label="说说情况",
        max_length=2000,
        help_text=EXAMPLE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    urgency = forms.ChoiceField(
        label="急不急", choices=Urgency, initial=Urgency.NORMAL, widget=Chips
    )
    tried = forms.CharField(
        label="做过哪些，结果怎样",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needs = forms.CharField(
        label="需要哪些资源", max_length=1000, required=False, help_text="比如助浴、辅具、陪同就医；您这边能一起做什么",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    contact_name = fields.Name(label="您的姓名")
    contact_phone = fields.Phone(label="您的电话", help_text="查回音要用后四位")
    consent = forms.ChoiceField(label="谁同意转介", choices=CONSENTS, widget=Chips)
    agreed = forms.ChoiceField(
        label="居民同意社工告诉您多少", choices=LEVELS, initial=Agreed.SUMMARY, widget=Lines
    )
    again = forms.BooleanField(label="不是同一件事，仍然交", required=False)

    def __init__(self, *args: Any, matters: Sequence[BoundaryRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(matters)
        self.twins: Sequence[Any] = ()
        offer(self, "matter", BoundaryRule.objects.filter(pk__in=[row.pk for row in self.rows]))

    def asked(self) -> dict[str, Any]:
        """For the rule: everything but the act and the answer to a likely repetition."""
        return {k: v for k, v in self.cleaned_data.items() if k not in {"act", "again", "station"}}


class Ask(Send):
    """A clerk's own: to which station, where there is a choice."""

    station = forms.ModelChoiceField(queryset=Unit.objects.none(), label="交给哪个站", widget=Chips)

    def __init__(self, *args: Any, stations: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        station = self.fields["station"]
        offer(self, "station", Unit.objects.filter(pk__in=[unit.pk for unit in stations]))
        station.initial = stations[0].pk if stations else None
        if len(stations) < 2:
            station.widget = forms.HiddenInput()


class Enter(Send):
    """A caller's, or what a paper form holds, in a worker's hand."""

    source = forms.ChoiceField(
        label="怎么来的", choices=WRITTEN, initial=Source.PHONE, widget=Chips
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="哪个单位",
        required=False,
        empty_label="不是单位，个人来电",
    )

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", Organisation.objects.filter(pk__in=[b.pk for b in bodies]))
        self.fields["contact_name"].label, self.fields["contact_phone"].label = (
            "转介人姓名",
            "转介人电话",
        )


def offer(form: Form, name: str, rows: Any) -> None:
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
