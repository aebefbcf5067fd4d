"""Identity numbers: eighteen characters, a real day, a real place, the right last digit."""

import pytest

from huiyin.core import gb

DEMO = "990000194911020017"


def number(first17: str) -> str:
    return first17 + gb.check_digit(first17)


def test_the_invented_area_counts_only_in_the_demonstration():
    text = number("99000019491102001")

    assert gb.identity_number(text, demo=True) == text
    with pytest.raises(ValueError, match="前 6 位不是一个地区代码"):
        gb.identity_number(text, demo=False)


def test_a_small_x_is_taken():
    text = next(n for i in range(100) if (n := number(f"110101194911020{i:02}")).endswith("X"))

    assert gb.identity_number(text.lower(), demo=False) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1234567", "身份证号是 18 位，现在是 7 位。"),
        ("1101011949110200AA", "只有数字"),
        (number("11010119491102001")[:17] + "?", "只有数字"),
        (number("11010119491302001"), "不是一个出生日期"),
        (number("11010120250230001"), "不是一个出生日期"),
        (number("00000019491102001"), "不是一个地区代码"),
    ],
)
def test_what_is_wrong_is_said_where(text, words):
    with pytest.raises(ValueError, match=words):
        gb.identity_number(text, demo=False)


def test_one_digit_copied_wrongly_is_noticed():
    right = number("11010119491102001")

    for place in range(6, 18):
        wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
        with pytest.raises(ValueError, match=r"第 18 位校验不对"):
            gb.identity_number(wrong, demo=False)


def test_birthday_and_sex_are_read_off():
    assert str(gb.birth_of(DEMO)) == "1949-11-02"
    assert (gb.sex_of(DEMO), gb.sex_of("990000194911020025")) == (gb.Sex.MALE, gb.Sex.FEMALE)
