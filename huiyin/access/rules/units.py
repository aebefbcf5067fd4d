"""The system administrator's verbs about units and organisations."""

from huiyin.access.models import Organisation, Seat, Unit, User
from huiyin.access.models.units import LENGTHS, Level
from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.places.models import Area

_AREA = {Level.HUB: 6, Level.STATION: 9, Level.ROOM: 12}


@rule("unit.open")
def open_unit(*, by: Actor, code: str, name: str, receiver: User | None = None) -> Unit:
    """A hub 500108, a station 500108006A, a room 500108006A012: the code says which, and is minted once."""
    level = _level(code)
    if Unit.objects.filter(code=code).exists():
        raise Refused(f"{code} 已经有了。代码只用一次，请换下一个字母或序号。")
    if level == Level.ROOM and not Unit.objects.open().filter(code=code[:10]).exists():
        raise Refused(f"没有代码是 {code[:10]} 的社工站。请先设站，再设社工室。")
    area = _area(code, level)
    _must_be_received(level, receiver)
    return Unit.objects.create(
        code=code, name=name, level=level, area=area, receiver=_seat(receiver)
    )


@rule("unit.edit")
def edit_unit(unit: Unit, *, by: Actor, name: str, receiver: User | None = None) -> Unit:
    _must_be_received(unit.level, receiver)
    unit.name, unit.receiver = name, _seat(receiver)
    unit.save()
    return unit


@rule("unit.receive", inner=True)
def receive(unit: Unit, *, by: Actor, to: User) -> Unit:
    """What comes in anew is hers from now on."""
    unit.receiver = _seat(to)
    unit.save()
    return unit


@rule("organisation.open")
def open_organisation(
    *, by: Actor, kind: str, name: str, area: Area | None = None, credit_code: str = ""
) -> Organisation:
    if Organisation.objects.filter(kind=kind, name=name, area=area, until=None).exists():
        raise Refused(f"{name}已经登记过了。请在单位和组织里找它。")
    return Organisation.objects.create(kind=kind, name=name, area=area, credit_code=credit_code)


@rule("organisation.edit")
def edit_organisation(
    organisation: Organisation, *, by: Actor, name: str, credit_code: str = ""
) -> Organisation:
    organisation.name, organisation.credit_code = name, credit_code
    organisation.save()
    return organisation


def _must_be_received(level: str, receiver: User | None) -> None:
    if level == Level.STATION and receiver is None:
        raise Refused("社工站要有一位接收人，新来的事才有人管。请填接收人的账号。")


def _level(code: str) -> Level:
    for level, length in LENGTHS.items():
        if len(code) == length and _well_made(code):
            return level
    raise Refused(
        "代码不对：总站 6 位数字，社工站是街道 9 位加一个大写字母，社工室再加社区末 3 位。"
    )


def _well_made(code: str) -> bool:
    digits, letter = code[:9] + code[10:], code[9:10]
    return (
        digits.isascii()
        and digits.isdigit()
        and (not letter or letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )


def _area(code: str, level: Level) -> Area:
    place = (code[:9] + code[10:])[: _AREA[level]]
    area = Area.objects.filter(code=place).first()
    if area is None:
        raise Refused(f"统计用区划代码里没有 {place}。请对照区划代码表。")
    return area


def _seat(user: User | None) -> Seat | None:
    if user is None:
        return None
    seat = Seat.objects.select_for_update().filter(user=user).first()  # or it is left meanwhile
    if seat is None:
        raise Refused(f"{user.name}的账号已经关了，不能接收新来的事。请换一位。")
    return seat
