"""How somebody of the counted year is asked for, each step at its own moment."""

from contextlib import AbstractContextManager
from datetime import date

from huiyin.contracts import queries as boundary
from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_number
from huiyin.demo.seed import invented
from huiyin.demo.seed.district import District
from huiyin.demo.seed.plan import Client
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral
from huiyin.referrals.rules.ask import Newcomer


def at(day: date, hour: str) -> AbstractContextManager[None]:
    return clock.as_of(clock.at(day, hour))


def fresh(one: Referral) -> Referral:
    return Referral.objects.select_related("loop__person", "loop__unit", "matter").get(pk=one.pk)


def send(district: District, client: Client) -> Referral:
    """The committee of her community sends her."""
    clerk = actor_for(district.clerks[client.community])
    known = boundary.boundary(clerk, station=district.station.code)
    return referrals.send(
        by=clerk, station=district.station, people=[_newcomer(district, client)],
        matter=next(one for one in known if one.matter == client.matter), problem=trouble(client),
        tried="社区先去看过。", needs="请社工上门看看。", urgency="normal", contact_name=clerk.name,
        contact_phone="02355500126", agreed="summary", consent="guardian" if client.child else "self",
    )  # fmt: skip


def _newcomer(district: District, client: Client) -> Newcomer:
    return Newcomer(
        name=client.name, sex=client.sex, birth_on=client.born, number_kind="ric", number=number(client),
        phone=phone(client), whose="本人", address=address(district, client),
    )  # fmt: skip


def number(client: Client) -> str:
    return make_number(client.born, client.sex, client.number + 1)


def phone(client: Client) -> str:
    return f"1380237{client.number:04}"


def trouble(client: Client) -> str:
    return invented.TROUBLES[client.matter][client.number % 2]


def address(district: District, client: Client) -> str:
    area = district.rooms[client.community].area
    return f"{area.name}{client.number % 60 + 1} 号 {client.number % 4 + 1} 单元 {client.number % 7 + 1}02"
