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
    return (
        f"还没有选：{label}。"
        if isinstance(field.widget, forms.RadioSelect)
        else f"还没有填：{label}。"
    )


TYPED = (forms.TextInput, forms.Textarea, forms.Select, forms.DateInput, forms.PasswordInput)


def _dress(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, TYPED) and not widget.is_hidden:
        widget.attrs["class"] = f"hy-input {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"
