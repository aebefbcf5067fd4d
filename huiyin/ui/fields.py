"""Fields whose errors say what to do. Spaces, hyphens and full-width digits are taken as they come."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from huiyin.core import clock, gb


def plain(text: str) -> str:
    """Full-width to half-width, no spaces, no hyphens."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c not in "-—–"
    )


class Name(forms.CharField):
    """Up to 25 characters with ·; spaces between Chinese characters are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=50, **kwargs)

    def to_python(self, value: Any) -> str:
        text = (
            str(super().to_python(value) or "")
            .replace("•", "·")
            .replace("．", "·")
            .replace("・", "·")
        )
        return text if text.isascii() else "".join(text.split())


class Phone(forms.CharField):
    """A mobile of eleven digits, or a landline of seven to twelve."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "tel", "class": "hy-input--short"})
        )
        super().__init__(max_length=24, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain(str(super().to_python(value) or "")).removeprefix("+86")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not value.isdigit():
            raise ValidationError("电话只有数字。分机号请写在说明里。")
        if value and value.startswith("1") and len(value) != 11:
            off = "少了" if len(value) < 11 else "多了"
            raise ValidationError(
                f"{off}{_count(abs(11 - len(value)))}位：手机号是 11 位，现在是 {len(value)} 位。"
            )
        if value and not 7 <= len(value) <= 12:
            raise ValidationError(f"座机连区号是 7 到 12 位，现在是 {len(value)} 位。")


class IdNumber(forms.CharField):
    """GB 11643 identity number; the invented area 990000 only in a demonstration."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "hy-input--short", "autocomplete": "off"})
        )
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        text = plain(str(super().to_python(value) or "")).upper()
        if not text:
            return ""
        try:
            return gb.identity_number(text, demo=settings.HUIYIN_DEMO)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PastDate(forms.DateField):
    """A date that is not in the future."""

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > clock.today():
            raise ValidationError("这个日期还没有到，请看一下年份。")


def _count(n: int) -> str:
    return "零一两三四五六七八九"[n] if n < 10 else f" {n} "
