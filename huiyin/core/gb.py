"""GB code sets, as they are stored inside. Other systems' codes are mapped at the border only."""

from datetime import date

from django.db.models import TextChoices
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

DEMO_AREA = "990000"  # never assigned by GB/T 2260: no living person can be hit


class Sex(TextChoices):
    """GB/T 2261.1-2003."""

    MALE = "1", "男"
    FEMALE = "2", "女"
    UNKNOWN = "0", "未知"
    UNSTATED = "9", "未说明"


class NumberKind(TextChoices):
    """Kinds of identity papers a station meets; 无证件 asks for a reason and never blocks service."""

    RIC = "ric", "居民身份证"
    HKMO = "hkmo", "港澳台居民居住证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"
    NONE = "none", "没有证件"


def check_digit(first17: str) -> str:
    """GB 11643-1999, ISO 7064 MOD 11-2."""
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(first17))
    return "10X98765432"[total % 11]


def identity_number(text: str, *, demo: bool) -> str:
    """The canonical 18 characters, or ValueError with a Chinese sentence.

    The invented area 990000 counts only where `demo`; every other number must have a real area code.
    """
    number = ric.compact(text).upper()
    if len(number) != 18:
        raise ValueError(f"身份证号是 18 位，现在是 {len(number)} 位。")
    if not (number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        raise ValueError("身份证号只有数字，最后一位可以是 X。")
    if check_digit(number[:17]) != number[17]:
        raise ValueError("身份证号第 18 位校验不对，可能抄错一位，请对照户口簿。")
    try:
        birth_of(number)
    except ValueError:
        raise ValueError("身份证号第 7 到 14 位不是一个出生日期，请对照户口簿。") from None
    if number[:6] != DEMO_AREA or not demo:
        _must_have_area(number)
    return number


def _must_have_area(number: str) -> None:
    try:
        ric.get_birth_place(number)
    except ValidationError:
        raise ValueError("身份证号前 6 位不是一个地区代码，请对照户口簿。") from None


def birth_of(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> Sex:
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
