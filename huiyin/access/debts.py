"""What an account still owes, told by the rooms above: hung from their slots.py, asked before an account closes.

`debts.hang("闭环事项", units)`: `units(user)` gives the unit code of each thing she owes, one code a thing.
The last line is not here: keys to her Seat refuse in the database itself (model.md 1, decision 4).
"""

from collections.abc import Callable
from uuid import UUID

from huiyin.access.models import Deputy, Unit, User
from huiyin.core import clock

Units = Callable[[UUID], list[str]]
_owed: dict[str, Units] = {}


def hang(words: str, units: Units) -> None:
    _owed[words] = units


def owed(user: User) -> dict[str, list[str]]:
    """What she owes, by its Chinese word; nothing that is not owed is named."""
    found = {words: units(user.pk) for words, units in _owed.items()}
    found["接收新事项的单位"] = list(
        Unit.objects.filter(receiver=user.pk).values_list("code", flat=True)
    )
    running = Deputy.objects.filter(deputy=user.pk, until__gte=clock.today())
    found["替同事代理"] = list(running.values_list("unit_id", flat=True))
    return {words: codes for words, codes in found.items() if codes}


def sentence(owes: dict[str, list[str]]) -> str:
    """6 项闭环事项、1 项接收新事项的单位"""
    return "、".join(f"{len(codes)} 项{words}" for words, codes in owes.items())
