"""记一笔: whom, how, how long, a sentence; all else is proposed."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import kinds
from huiyin.loops.models import Loop
from huiyin.places import calendar
from huiyin.records.models import Domain, Kind, Klass
from huiyin.residents.models import Person
from huiyin.ui.forms import Chips, Form

MINUTES = (15, 30, 45, 60, 90)
QUICK = (Kind.VISIT, Kind.CALL, Kind.COME, Kind.ACCOMPANY, Kind.ONLINE, Kind.MISSED, Kind.MEETING)
LOOSE = "none"
OWED_IN = "3d"  # ours: the day a promise is first proposed for
NUMBER = {"class": "hy-input hy-input--number", "inputmode": "numeric"}
INPUT = {"class": "hy-input"}


def _number(label: str, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs=NUMBER)
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, widget=widget
    )


def _text(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **more
    )


def _owed_on() -> date:
    return clock.local(calendar.due(clock.now(), OWED_IN)).date()


class Write(Form):
    people = forms.ModelMultipleChoiceField(
        label="服务了谁", queryset=Person.objects.none(), required=False
    )
    q = forms.CharField(label="找人", required=False, max_length=64)  # asked without the island
    heads = _number("没记名字的人数", 5000)
    kind = forms.ChoiceField(
        label="怎样见的", widget=Chips, choices=[(k.value, k.label) for k in QUICK], initial=Kind.VISIT
    )  # fmt: skip
    length = forms.ChoiceField(
        label="多久", widget=Chips, choices=[(str(m), str(m)) for m in MINUTES], initial="30",
        required=False,
    )  # fmt: skip
    minutes = _number("别的分钟数", 1440)
    note = _text("一句话", 2)
    private_note = _text("只给自己和督导看的", 2, required=False)
    on = forms.DateField(
        label="哪一天", required=False, widget=forms.DateInput, initial=clock.today
    )
    klass = forms.ChoiceField(
        label="类别", required=False, choices=[("", "按归到的事"), *Klass.choices]
    )
    domain = forms.ChoiceField(
        label="领域", required=False, choices=[("", "按年龄"), *Domain.choices]
    )
    thread = forms.CharField(label="哪件事", required=False, widget=forms.Select)
    done = forms.BooleanField(required=False, widget=forms.HiddenInput)
    owed = forms.CharField(
        label="还欠他什么", required=False, max_length=200, help_text="会变成一件承诺，到那天提醒您"
    )
    owed_on = forms.DateField(
        label="哪天前做到", required=False, widget=forms.DateInput, initial=_owed_on
    )

    def __init__(self, *args: Any, by: Actor, threads: list[Loop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        seen = self.fields["people"]
        seen.queryset = Person.objects.visible_to(by).living_files()  # type: ignore[attr-defined]
        named = [(str(t.pk), _named(t)) for t in threads]
        self.fields["thread"].widget.choices = [
            ("", "最近的一件"), *named, (LOOSE, "不归到哪件事")
        ]  # fmt: skip

    def clean_thread(self) -> Loop | None:
        said = self.cleaned_data["thread"]
        if said in {"", LOOSE}:
            return None
        open_ones = Loop.objects.visible_to(self.by).open()
        found = open_ones.filter(pk=said).first() if is_uuid(said) else None
        if found is None:
            raise ValidationError("这件事已经结束，或者不归您看。请换一件，或者不归到哪件事。")
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("q") and not given.get("people") and given.get("heads") is None:
            self.add_error("q", "写了名字，还没有选。请在下面选一位。")
        if given.get("minutes") is None and not given.get("length"):
            self.add_error("minutes", "用了多少分钟？大概也行。")
        if given.get("on") and given["on"] > clock.today():
            self.add_error("on", "这一天还没有到。还没做的事，请写在“还欠他什么”里。")
        return self._owed(given)

    def _owed(self, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("owed") and not given.get("owed_on"):
            self.add_error("owed_on", "答应哪天前做到？")
        if given.get("owed") and given.get("owed_on") and given["owed_on"] < clock.today():
            self.add_error("owed_on", "答应的日子已经过了。请选今天或以后的一天。")
        return given

    def given(self) -> dict[str, Any]:
        """Keyword arguments of `records.write`. A past day keeps this hour, so that no two deeds fall together."""
        given = dict(self.cleaned_data)
        length, minutes, on = given.pop("length"), given.pop("minutes"), given.pop("on")
        given["minutes"] = minutes if minutes is not None else int(length)
        given["people"] = tuple(given["people"])
        given["heads"] = given["heads"] or 0
        given["loose"] = self.data.get("thread") == LOOSE
        del given["q"]
        if on and on != clock.today():
            given["at"] = clock.now() - (clock.today() - on)
        return given


def _named(thread: Loop) -> str:
    on = clock.local(thread.opened_at).date()
    return f"{kinds.of(thread.kind).label}，{on.month}月{on.day}日开始，{thread.owner.name}负责"


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class Correct(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="怎样见的", widget=Chips, choices=Kind.choices)
    minutes = forms.IntegerField(
        label="分钟", min_value=0, max_value=1440, widget=forms.NumberInput(attrs=NUMBER)
    )
    klass = forms.ChoiceField(label="类别", choices=Klass.choices)
    domain = forms.ChoiceField(
        label="领域", required=False, choices=[("", "没有分领域"), *Domain.choices]
    )
    note = _text("一句话", 4)


class Void(Form):
    why = forms.CharField(
        label="为什么作废", max_length=128, help_text="比如：记到别人名下了，已另记一笔"
    )


class Filter(forms.Form):
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date", **INPUT})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date", **INPUT})
    )
    kind = forms.ChoiceField(
        label="怎样见的", required=False, choices=[("", "全部"), *Kind.choices],
        widget=forms.Select(attrs=INPUT),
    )  # fmt: skip
    klass = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *Klass.choices],
        widget=forms.Select(attrs=INPUT),
    )  # fmt: skip
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
