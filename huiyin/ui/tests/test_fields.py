"""What people type: taken as it comes, refused with what to do."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from huiyin.demo.builders import residents as make
from huiyin.ui import fields

BORN = date(1948, 3, 4)
NUMBER = make.make_number(BORN)


def refused(field, value: str) -> list[str]:
    with pytest.raises(ValidationError) as told:
        field.clean(value)
    return told.value.messages


@pytest.mark.parametrize(
    "typed",
    ["13802364172", "138 0236 4172", "138-0236-4172", "１３８０２３６４１７２", "+8613802364172"],
)
def test_a_phone_number_is_taken_as_it_comes(typed):
    assert fields.Phone().clean(typed) == "13802364172"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1380236417", "少了一位：手机号是 11 位，现在是 10 位。"),
        ("138023641", "少了两位：手机号是 11 位，现在是 9 位。"),
        ("138023641720", "多了一位：手机号是 11 位，现在是 12 位。"),
        ("1", "少了 10 位：手机号是 11 位，现在是 1 位。"),
        ("62000", "座机连区号是 7 到 12 位，现在是 5 位。"),
        ("6200 转 12", "电话只有数字。分机号请写在说明里。"),
    ],
)
def test_a_wrong_phone_number_says_what_is_wrong_with_it(typed, said):
    assert refused(fields.Phone(), typed) == [said]


def test_a_landline_may_have_its_area_code():
    assert fields.Phone().clean("023-6200 0110") == "02362000110"


def test_a_phone_number_may_be_left_out_where_it_may():
    assert fields.Phone(required=False).clean("  ") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("向 素 芬", "向素芬"),
        (" 石永寿 ", "石永寿"),
        ("阿卜杜热合曼•买买提", "阿卜杜热合曼·买买提"),
        ("阿卜杜热合曼・买买提．明", "阿卜杜热合曼·买买提·明"),
        ("𠮷田", "𠮷田"),
        ("Mary Ann", "Mary Ann"),
    ],
)
def test_a_name_is_kept_whole(typed, kept):
    assert fields.Name().clean(typed) == kept


def test_an_identity_number_is_taken_with_spaces_and_in_full_width(settings):
    settings.HUIYIN_DEMO = True
    spaced = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in NUMBER)

    assert [fields.IdNumber().clean(text) for text in (spaced, wide)] == [NUMBER, NUMBER]


def test_the_invented_area_counts_only_in_a_demonstration(settings):
    settings.HUIYIN_DEMO = False

    assert refused(fields.IdNumber(), NUMBER) == ["身份证号前 6 位不是一个地区代码，请对照户口簿。"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (NUMBER[:-1], "身份证号是 18 位，现在是 17 位。"),
        (f"{NUMBER[:10]}A{NUMBER[11:]}", "身份证号只有数字，最后一位可以是 X。"),
        (
            f"{NUMBER[:-1]}{'1' if NUMBER[-1] != '1' else '2'}",
            "身份证号第 18 位校验不对，可能抄错一位，请对照户口簿。",
        ),
    ],
)
def test_a_wrong_identity_number_says_where_to_look(settings, typed, said):
    settings.HUIYIN_DEMO = True

    assert refused(fields.IdNumber(), typed) == [said]


def test_an_identity_number_may_be_left_out_where_it_may():
    assert fields.IdNumber(required=False).clean("") == ""


@time_machine.travel("2026-01-16T00:30:00+08:00", tick=False)
def test_a_date_that_has_not_come_is_asked_about():
    today, tomorrow = "2026-01-16", "2026-01-17"

    assert fields.PastDate().clean(today) == date(2026, 1, 16)
    assert refused(fields.PastDate(), tomorrow) == ["这个日期还没有到，请看一下年份。"]
