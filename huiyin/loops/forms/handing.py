"""Input of a hand-over. Who can be chosen for a line is who may keep it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from huiyin.access.models import Organisation, User
from huiyin.access.models.units import Kind
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops.models import HandoverItem, ItemState, Reason
from huiyin.loops.queries import Line, Sheet
from huiyin.ui.forms import Chips, Form

WORDS = 200


class Begin(Form):
    leaver = forms.ModelChoiceField(User.objects.none(), label="谁要离岗", empty_label="选一位同事")
    last_day = forms.DateField(label="最后一天在岗", widget=forms.DateInput)
    reason = forms.ChoiceField(label="为什么", choices=Reason, widget=Chips, initial=Reason.LEAVING)
    successor = forms.ModelChoiceField(
        Organisation.objects.none(), label="接手的承接机构", required=False,
        empty_label="没有换机构", help_text="换承接机构时才选。",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.filter(pk__in=[user.pk for user in colleagues]).order_by("pinyin")
        agencies = Organisation.objects.visible_to(actor).filter(kind=Kind.AGENCY, until=None)
        self.fields["leaver"].queryset = here  # type: ignore[attr-defined]
        self.fields["successor"].queryset = agencies.order_by("name")  # type: ignore[attr-defined]

    def clean_last_day(self) -> Any:
        if self.cleaned_data["last_day"] < clock.today():
            raise forms.ValidationError("这一天已经过了，请选今天或以后的一天。")
        return self.cleaned_data["last_day"]


class Offer(Form):
    """A choice for each line that is open: a colleague, or the leaver herself. Only what changed is given on."""

    def __init__(
        self, *args: Any, sheet: Sheet, proposed: dict[UUID, UUID] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.proposed = sheet, proposed or {}
        self.users = {mate.user.pk: mate.user for mate in sheet.team}
        self.users[sheet.handover.leaver_id] = sheet.handover.leaver
        for line in sheet.lines:
            if line.open and sheet.handover.seat_id:
                self.fields[_name(line)] = self._field(line)

    def _field(self, line: Line) -> forms.Field:
        leaver = self.sheet.handover.leaver
        mates = [(str(m.user.pk), m.user.name) for m in line.mates(self.sheet.team)]
        looks = "hy-input hy-pick is-late" if line.glyph == "late" else "hy-input hy-pick"
        return forms.ChoiceField(
            label=f"谁来接：{line.title}", required=False,
            choices=[("", "选一位"), *mates, (str(leaver.pk), f"{leaver.name}，离岗前做完")],
            initial=self.proposed.get(line.item.pk) or named(line.item),
            widget=forms.Select(attrs={"class": looks, "aria-label": f"谁来接：{line.title}"}),
        )  # fmt: skip

    def rows(self) -> Iterator[tuple[Line, BoundField | None]]:
        """Each line with its choice; none where nothing is to be chosen any more."""
        for line in self.sheet.lines:
            yield line, self[_name(line)] if _name(line) in self.fields else None

    def chosen(self) -> list[tuple[HandoverItem, User]]:
        found = []
        for line in self.sheet.lines:
            said = self.cleaned_data.get(_name(line))
            if said and said != named(line.item):
                found.append((line.item, self.users[UUID(said)]))
        return found


def named(item: HandoverItem) -> str:
    """Who is named for it now; who sent it back is not."""
    if item.state == ItemState.OWN:
        return str(item.handover.leaver_id)
    return str(item.receiver_id) if item.state == ItemState.OFFERED else ""


def _name(line: Line) -> str:
    return f"to-{line.item.pk}"


class Add(Form):
    words = forms.CharField(
        label="还有什么要交",
        help_text="例如：望江社区居委会的联络，或者活动室的钥匙。",
        max_length=WORDS,
    )


class CallOff(Form):
    words = forms.CharField(label="为什么不交接了", max_length=WORDS)


class Refuse(Form):
    words = forms.CharField(
        label="为什么接不了", help_text="站长看了好另选一位。", max_length=WORDS
    )


class Tick(Form):
    joint_intro = forms.BooleanField(label="当面交接过", required=False)
    client_told = forms.BooleanField(label="本人知道了", required=False)
    partner_told = forms.BooleanField(label="对方知道了", required=False)
