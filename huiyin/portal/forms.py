from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huiyin.ui.fields import plain


class Lookup(forms.Form):
    """Two fields, as they are read out from the paper; spaces and full-width digits are taken as they come."""

    receipt = forms.CharField(
        label="回执号", max_length=24, help_text="回执上那 10 位数字",
        widget=forms.TextInput(attrs={"class": "hy-input hy-input--short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "还没有填：回执号。"},
    )  # fmt: skip
    tail = forms.CharField(
        label="电话后四位", max_length=8, help_text="登记时留的转介人电话",
        widget=forms.TextInput(attrs={"class": "hy-input hy-input--number", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "还没有填：电话后四位。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)

    @property
    def status(self) -> int:
        """200 for the empty form, 422 for one with errors."""
        return 422 if self.is_bound else 200

    @property
    def receipt_number(self) -> str:
        return str(self.cleaned_data["receipt"])

    def clean_receipt(self) -> str:
        return _digits(self.cleaned_data["receipt"], 10, "回执号")

    def clean_tail(self) -> str:
        return _digits(self.cleaned_data["tail"], 4, "电话后四位")


def _digits(text: str, length: int, name: str) -> str:
    digits = plain(text)
    if not digits.isdigit() or len(digits) != length:
        raise ValidationError(f"{name}是 {length} 位数字，现在是 {len(digits)} 位。")
    return digits
