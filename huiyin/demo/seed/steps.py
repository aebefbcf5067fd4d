"""How a story of the demonstration is told: each step through its door, at its own moment."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from huiyin.access.models import Organisation, User
from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.contracts import queries as boundary
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_number
from huiyin.demo.seed.district import District
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.places import calendar
from huiyin.records import rules as records
from huiyin.records.models import Record
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral
from huiyin.referrals.rules.ask import Newcomer

_serial = count(1)
CLERK_PHONE = "02355500126"
NOWHERE = UUID(int=0)


@dataclass
class Players:
    """Everyone who acts in it, as the actor of her post."""

    district: District
    clerk: Actor
    other_clerk: Actor
    worker: Actor
    second: Actor
    lead: Actor


def ask(
    p: Players, clerk: Actor, ago: int, name: str, sex: str, age: int, matter: str, problem: str, *,
    tried: str = "", needs: str = "", urgency: str = "normal", agreed: str, consent: str = "self",
) -> Referral:  # fmt: skip
    born = date(clock.today().year - age, 3, 8)
    person = Newcomer(
        name=name, sex=sex, birth_on=born, number_kind="ric", number=make_number(born, sex, next(_serial)),
        phone=f"1380236{next(_serial):04}", whose="本人", address=f"{community(clerk)}12 号 3 单元 402",
    )  # fmt: skip
    rule = next(
        r for r in boundary.boundary(clerk, station=p.district.station.code) if r.matter == matter
    )
    with then(ago, "10:42" if ago else "08:50"):
        return referrals.send(
            by=clerk, station=p.district.station, people=[person], matter=rule, problem=problem, tried=tried,
            needs=needs, urgency=urgency, contact_name=clerk.name, contact_phone=CLERK_PHONE, agreed=agreed,
            consent=consent,
        )  # fmt: skip


def take(p: Players, one: Referral, ago: int, worker: Actor, hour: str = "09:10") -> Case:
    with then(ago, hour):
        loops.assign(one.loop, by=p.lead, to=User.objects.get(pk=worker.who))
        referrals.accept(fresh(one), by=worker)
    return Case.objects.select_related("loop__person").get(pk=fresh(one).result_id)


def record(
    by: Actor, case: Case, ago: int, kind: str, minutes: int, note: str, *, owed: str = "", owed_in: int = 0
) -> Record:  # fmt: skip
    person = case.loop.person
    assert person  # noqa: S101 -- every case here has a client
    with then(ago, "14:30" if ago else "09:40"):
        return records.write(
            by=now(by), minutes=minutes, kind=kind, thread=case.loop, people=(person,), note=note, owed=owed,
            owed_on=workday(owed_in) if owed else None,
        )  # fmt: skip


def keep(by: Actor, case: Case, ago: int, words: str) -> None:
    owed = Loop.objects.open().get(parent=case.loop, kind="promise")
    with then(ago, "15:10"):
        loops.keep(owed, by=now(by), words=words)


def papers(by: Actor, case: Case, ago: int, needs: str, goals: str) -> None:
    with then(ago, "16:00"):
        by = now(by)
        cases.intake(case, by=by, problem=needs, risks=[])
        cases.assess(case, by=by, personal=needs, needs=needs)
        cases.plan(
            case, by=by, goals=goals, steps="每周上门一次，邻里照应，链接居家养老。", sessions=8
        )


def close(by: Actor, case: Case, ago: int, summary: str, shareable: str) -> None:
    with then(ago, "17:00"):
        cases.close(case, by=now(by), kind="reached", summary=summary, shareable=shareable)


def fresh(one: Referral) -> Referral:
    return Referral.objects.select_related("loop__person", "loop__unit", "matter").get(pk=one.pk)


def now(by: Actor) -> Actor:
    """Her sight as it is by now: people have come into her care since she was first asked."""
    return actor_for(User.objects.get(pk=by.who))


def then(ago: int, hour: str) -> AbstractContextManager[None]:
    """That many days before today, moved back to a working day; today is today, and nothing is later than now."""
    day = clock.today() - timedelta(days=ago)
    while ago and not calendar.is_workday(day):
        day -= timedelta(days=1)
    return clock.as_of(min(clock.at(day, hour), clock.now() - timedelta(minutes=1)))


def workday(days: int) -> date:
    return clock.local(calendar.add_workdays(clock.now(), days)).date()


def workday_before(n: int) -> date:
    day = clock.today()
    while n:
        day -= timedelta(days=1)
        n -= calendar.is_workday(day)
    return day


def community(clerk: Actor) -> str:
    return Organisation.objects.get(pk=clerk.org or NOWHERE).name.removesuffix("居委会")
