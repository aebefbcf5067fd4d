"""Referrals, made as a clerk makes them: through the rule, at the moment the test's clock says."""

from collections.abc import Sequence
from uuid import UUID

from huiyin.access.models import Organisation, Unit, User
from huiyin.contracts import queries as boundary
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.contracts import make_matter
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer
from huiyin.residents.models import Person

PROBLEM = "去年 12 月在楼道跌倒后不敢出门，女儿每周来一次。"
PHONE = "13902380126"


def make_referral(
    clerk: User,
    *people: Person | Newcomer | str,
    station: Unit | None = None,
    matter: str = "elder",
    problem: str = PROBLEM,
    tried: str = "送过两次餐，上周敲门她不愿开。",
    needs: str = "助浴，陪同就医。",
    urgency: str = "normal",
    agreed: str = "summary",
    consent: str = "self",
    contact_phone: str = PHONE,
    id: UUID | None = None,  # noqa: A002 -- the API's own word
) -> Referral:
    """One referral a person; a plain name is a newcomer. Sent to the clerk's own station unless another is given."""
    by = actor_for(clerk)
    return rules.send(
        by=by, station=station or boundary.stations(by)[0], people=_named(people), matter=make_matter(matter),
        problem=problem, tried=tried, needs=needs, urgency=urgency, agreed=agreed, consent=consent,
        contact_name=clerk.name, contact_phone=contact_phone, id=id,
    )  # fmt: skip


def make_call(
    worker: User,
    *people: Person | Newcomer | str,
    organisation: Organisation | None = None,
    source: str = "phone",
    contact_name: str = "蒋小红",
    contact_phone: str = PHONE,
    matter: str = "elder",
    agreed: str = "summary",
) -> Referral:
    """A referral somebody told by telephone or handed in on paper, entered by a worker."""
    return rules.enter(
        by=actor_for(worker), source=source, organisation=organisation, people=_named(people),
        matter=make_matter(matter), problem=PROBLEM, agreed=agreed, consent="self",
        contact_name=contact_name, contact_phone=contact_phone,
    )  # fmt: skip


def _named(people: Sequence[Person | Newcomer | str]) -> list[Person | Newcomer]:
    given = people or ("向素芬",)
    return [Newcomer(name=one, sex="2") if isinstance(one, str) else one for one in given]
