"""What a value of a body may look like: strict as JSON is, and cleaned by the same fields as the pages' forms."""

from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.forms import Field as FormField
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StrictInt

from huiyin.core import clock
from huiyin.ui import fields

FIRST, LAST = 1900, 2999
NOT_TIME = "时间写成 2026-01-16T14:40:00+08:00 这样，时区不能少。"
NOT_DAY = "日期写成 2026-01-16 这样。"


def _whole(value: Any) -> Any:
    """45.0 is a whole number in JSON; "45" is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _written(words: str, least: int) -> BeforeValidator:
    """Only what is written out: no seconds since 1970."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and len(value) >= least and value[4:5] == "-":
            return value
        raise ValueError(words)

    return BeforeValidator(check)


def _of_our_time(value: Any) -> Any:
    """Years that a calendar and both databases can reckon with."""
    if not FIRST <= value.year <= LAST:
        raise ValueError(f"年份要在 {FIRST} 到 {LAST} 之间。")
    return value


def _past(value: date) -> date:
    if value > clock.today():
        raise ValueError("这个日期还没有到，请看一下年份。")
    return value


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("里面有不能用的字符。")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("不能空着。")
    return value


def cleaned(field: FormField) -> AfterValidator:
    """As the form of the page cleans it, with its sentences."""

    def clean(value: str) -> Any:
        try:
            return field.clean(value)
        except ValidationError as error:
            raise ValueError("".join(error.messages)) from None

    return AfterValidator(clean)


STORABLE = AfterValidator(_storable)
FULL = AfterValidator(_not_blank)
Text = Annotated[str, STORABLE]
Word = Annotated[str, Field(max_length=64), STORABLE]
Key = Annotated[str, Field(max_length=120), STORABLE]
Short = Annotated[str, Field(max_length=200), STORABLE]
Long = Annotated[str, Field(max_length=1000), STORABLE]
Story = Annotated[str, Field(max_length=4000), STORABLE, FULL]
Account = Annotated[str, Field(max_length=2000), STORABLE, FULL]
Said = Annotated[str, Field(max_length=1000), STORABLE, FULL]
Way = Annotated[str, Field(max_length=400), STORABLE, FULL]
Minutes = Annotated[StrictInt, Field(ge=0, le=1440), BeforeValidator(_whole)]
Heads = Annotated[StrictInt, Field(ge=0, le=5000), BeforeValidator(_whole)]
Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time), _written(NOT_TIME, 16)]
Day = Annotated[date, AfterValidator(_of_our_time), _written(NOT_DAY, 10)]
Birthday = Annotated[Day, AfterValidator(_past)]
Code = Annotated[str, Field(pattern=r"^[0-9A-Z]{2,13}$")]
Name = Annotated[str, Field(min_length=1, max_length=50), STORABLE, cleaned(fields.Name())]
Phone = Annotated[str, Field(max_length=24), STORABLE, cleaned(fields.Phone(required=False))]
Number = Annotated[str, Field(max_length=40), STORABLE, cleaned(fields.IdNumber(required=False))]
Address = Annotated[str, Field(max_length=120), STORABLE]
