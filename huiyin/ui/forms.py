"""Forms: one renderer, one base."""

from uuid import UUID

from django import forms
from django.forms.renderers import TemplatesSetting

from huiyin.core.ids import uuid7


class Renderer(TemplatesSetting):
    pass


class Form(forms.Form):
    """`act` makes a second click harmless: the same act answers the same."""

    act = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def acted(self) -> UUID:
        return UUID(str(self.cleaned_data["act"]))
