"""Forms: one renderer, one base. A form validates and never saves; its act makes a second click harmless."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms.renderers import TemplatesSetting

from huiyin.core.ids import uuid7


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class Chips(forms.RadioSelect):
    """Up to eight choices, as chips."""

    template_name = "ui/chips.html"


class ManyChips(forms.CheckboxSelectMultiple):
    template_name = "ui/chips.html"


class Lines(forms.RadioSelect):
    """Choices that need a sentence each, as lines."""

    template_name = "ui/choices.html"


class Form(forms.Form):
    """Labels above, hints under them, errors between hint and field; 可以不填 where a field is not required."""

    act = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.setdefault("required", "")
            field.error_messages["required"] = _missing(field)
            _dress(field)

    def full_clean(self) -> None:
        """Marked here, not in __init__: a form may still be setting what its fields can choose from."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def given(self) -> dict[str, Any]:
        """The cleaned values with `act`, as keyword arguments of a rule."""
        return dict(self.cleaned_data)

    @property
    def the_act(self) -> UUID:
        return UUID(str(self.cleaned_data["act"]))


def _missing(field: forms.Field) -> str:
    label = field.label or "这一项"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"还没有勾：{label}。"
    chosen = isinstance(field.widget, forms.RadioSelect | forms.Select)
    return f"还没有选：{label}。" if chosen else f"还没有填：{label}。"


TYPED = (forms.TextInput, forms.Textarea, forms.Select, forms.DateInput, forms.PasswordInput)
DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
NOT_A_DATE = "日期写成 2026-01-16 这样。"
NOT_A_NUMBER = "这里写数字。"
NOT_A_CHOICE = "这一项现在不在可选的里面，请重新选。"
# what Django says in the words of a machine, by the code of the error
PLAINLY = {
    "max_length": "最多 %(limit_value)d 个字，现在是 %(show_value)d 个。",
    "min_length": "至少 %(limit_value)d 个字，现在是 %(show_value)d 个。",
    "max_value": "最多是 %(limit_value)s。",
    "min_value": "最少是 %(limit_value)s。",
    "invalid_choice": NOT_A_CHOICE,
    "invalid_pk_value": NOT_A_CHOICE,
}


def _dress(field: forms.Field) -> None:
    """Our classes, our sentences; a field that was given words of its own keeps them."""
    widget = field.widget
    if isinstance(widget, TYPED) and not widget.is_hidden:
        widget.attrs["class"] = f"hy-input {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "3"
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"
    if isinstance(field, forms.DateField):
        field.input_formats = DATES
        _say(field, "invalid", NOT_A_DATE)
    if isinstance(field, forms.IntegerField):
        _say(field, "invalid", NOT_A_NUMBER)
    for code, words in PLAINLY.items():
        _say(field, code, words)


def _say(field: forms.Field, code: str, words: str) -> None:
    """In place of Django's default only, which the class still holds."""
    defaults = [kind.__dict__.get("default_error_messages", {}) for kind in type(field).__mro__]
    default = next((messages[code] for messages in defaults if code in messages), None)
    if field.error_messages.get(code, default) == default:
        field.error_messages[code] = words
