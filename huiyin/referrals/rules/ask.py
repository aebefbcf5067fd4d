"""What the asker does: sends, adds facts, withdraws; and what a worker enters for her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack, cast
from uuid import UUID

from huiyin.access.models import Organisation, Unit, User
from huiyin.audit.rule import rule
from huiyin.contracts import queries as boundary
from huiyin.contracts.models import BoundaryRule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.gb import NumberKind, Sex
from huiyin.loops import rules as loops
from huiyin.loops import terms
from huiyin.loops.models import Agreed, Loop, Reply, Turn
from huiyin.places.models import Area
from huiyin.referrals import clocks, queries
from huiyin.referrals.flow import FLOW
from huiyin.referrals.models import Referral, Source, State, Urgency
from huiyin.residents import rules as residents
from huiyin.residents.models import Consent, ConsentKind, Grade, Person, Relation

TOGETHER = 8  # one household on one form


@dataclass(frozen=True)
class Newcomer:
    """A person the asker names for the first time. Values are canonical: the form has cleaned them."""

    name: str
    sex: str = Sex.UNKNOWN
    birth_on: date | None = None
    number_kind: str = NumberKind.NONE
    number: str = ""
    phone: str = ""
    whose: str = ""
    address: str = ""
    relation: str = Relation.OTHER
    community: Area | None = None  # where she lives, if that is told; else where the asker is


class Consented(TypedDict):
    """`agreed`: how much may go back (Agreed). `consent`: self | guardian | danger (nobody could be asked)."""

    agreed: str
    consent: str


class Ask(Consented, total=False):
    """What every way of asking says; `people` of one household, the first is the head of it."""

    id: UUID | None
    people: Sequence[Person | Newcomer]
    matter: BoundaryRule
    problem: str
    tried: str
    needs: str
    urgency: str
    contact_name: str
    contact_phone: str


@rule("referral.send")
def send(*, by: Actor, station: Unit, **ask: Unpack[Ask]) -> Referral:
    """交给社工站: one referral a person, all or none; the first of them is answered.

    A person the asker names is claimed, never looked up: no answer tells her who is a client (model.md 4).
    """
    if station not in boundary.stations(by):
        raise Refused("这个站不在您能转的范围里。请从登记表上列出的站里选。")
    organisation = Organisation.objects.get(pk=cast(UUID, by.org))
    _must_be_new(ask["people"], organisation, station)
    return _open(by, station, organisation, Source.ONLINE, queries.acting(by), ask)


@rule("referral.enter")
def enter(
    *, by: Actor, source: str, organisation: Organisation | None = None, **ask: Unpack[Ask]
) -> Referral:
    """A worker writes down what a caller said or a paper form holds; the caller looks it up by number and phone."""
    if not ask.get("contact_phone"):
        raise Refused("请记下来电人的电话。查回音要用它的后四位。")
    station = Unit.objects.select_related("receiver__user").get(pk=by.station)
    return _open(by, station, organisation, source, None, ask)


def _open(
    by: Actor, station: Unit, organisation: Organisation | None, source: str, asker: User | None, ask: Ask
) -> Referral:  # fmt: skip
    _must_be_sendable(ask["matter"], ask)
    unit, community = _where(station, organisation, by, _home(ask["people"][0]))
    people = [_person(one, by, unit, community) for one in ask["people"]]
    made: list[Referral] = []
    for person in people:
        loop = _promise(by, unit, station, organisation, asker, person, ask, made)
        consent = _consent(person, by, organisation, ask)
        made.append(_write(loop, by, source, consent, ask, made))
        _remember(person, by, organisation, loop)
        loops.reply(
            loop, by=by, kind=Reply.Kind.RECEIVED, words=_promised(loop), level=Agreed.STATUS
        )
    if len(people) > 1:
        kin = {
            p.pk: one.relation
            for p, one in zip(people, ask["people"], strict=True)
            if isinstance(one, Newcomer)
        }
        residents.gather(by=by, unit=unit, people=people, head=people[0], relations=kin)
    return made[0]


def _must_be_sendable(matter: BoundaryRule, ask: Ask) -> None:
    if matter.until is not None:
        raise Refused("“能不能转”刚改过。请刷新页面，再选一次。")
    if not matter.sendable:
        raise Refused(f"“{matter}”不能转给社工站，没有交上：{matter.why}请找{matter.addressee}。")
    if not 1 <= len(ask["people"]) <= TOGETHER:
        raise Refused(f"一张表登记 1 到 {TOGETHER} 位居民。")
    if ask["consent"] == "danger" and ask.get("urgency") != Urgency.DANGER:
        raise Refused("请先征得本人同意，未成年人要监护人同意，再转介。有生命危险的可以先转。")


def _must_be_new(
    people: Sequence[Person | Newcomer], organisation: Organisation, station: Unit
) -> None:
    """One open referral a person and station from the same asker; of other askers nothing is said."""
    known = sorted(one.pk for one in people if isinstance(one, Person))
    list(Person.objects.select_for_update().filter(pk__in=known).order_by("pk"))
    own = Loop.objects.open().filter(kind="referral", asker_org=organisation, person__in=known)
    again = (
        own.filter(unit__gte=station.code, unit__lt=station.code + "~")
        .select_related("person")
        .first()
    )
    if again is not None:
        raise Refused(f"{again.person}已经由您转过，还没有结束。有新情况，请在那一件里补充。")


def _home(one: Person | Newcomer) -> Area | None:
    return one.community if isinstance(one, Newcomer) else None


def _where(
    station: Unit, organisation: Organisation | None, by: Actor, home: Area | None
) -> tuple[Unit, Area | None]:
    """The room of her community, or of the asker's, where there is one, so that its own worker sees it come in."""
    area = home or (organisation.area if organisation else None)
    if area is None or len(area.code) < 12 or not area.code.startswith(station.code[:9]):
        return Unit.objects.get(pk=by.unit) if by.unit else station, None
    room = Unit.objects.open().filter(pk=station.code + area.code[9:]).first()
    return room or station, area


def _person(one: Person | Newcomer, by: Actor, unit: Unit, community: Area | None) -> Person:
    if isinstance(one, Person):
        return one
    return residents.claim(
        by=by, unit=unit, name=one.name, sex=one.sex, birth_on=one.birth_on, number_kind=one.number_kind,
        number=one.number, phone=one.phone, whose=one.whose, address=one.address,
        community=one.community or community,
    )  # fmt: skip


def _promise(
    by: Actor, unit: Unit, station: Unit, organisation: Organisation | None, asker: User | None,
    person: Person, ask: Ask, made: list[Referral],
) -> Loop:  # fmt: skip
    assert station.receiver  # noqa: S101 -- an open station has one, the table sees to that
    loop: Loop = loops.open(
        by=by, kind="referral", unit=unit, owner=station.receiver.user, id=None if made else ask.get("id"),
        person=person, asker_org=organisation, asker_user=asker, asker_name=ask.get("contact_name", ""),
        asker_phone=ask.get("contact_phone", ""), agreed=_agreed(ask), receipt=True,
        urgent=ask.get("urgency", Urgency.NORMAL) != Urgency.NORMAL,
    )  # fmt: skip
    return loop


def _agreed(ask: Ask) -> str:
    """Who could not be asked has agreed to nothing beyond the bare state."""
    return Agreed.STATUS if ask["consent"] == "danger" else ask["agreed"]


def _consent(
    person: Person, by: Actor, organisation: Organisation | None, ask: Ask
) -> Consent | None:
    if ask["consent"] == "danger":
        return None
    guardian = ask["consent"] == "guardian"
    residents.note_consent(person, by=by, kind=ConsentKind.REFERRAL, guardian=guardian)
    consent: Consent = residents.note_consent(
        person,
        by=by,
        kind=ConsentKind.FEEDBACK,
        level=ask["agreed"],
        recipient=organisation,
        guardian=guardian,
    )
    return consent


def _write(
    loop: Loop, by: Actor, source: str, consent: Consent | None, ask: Ask, made: list[Referral]
) -> Referral:
    together = made[0].pk if made else loop.pk if len(ask["people"]) > 1 else None
    return Referral.objects.create(
        loop=loop, together=together, matter=ask["matter"], problem=ask["problem"], tried=ask.get("tried", ""),
        needs=ask.get("needs", ""), urgency=ask.get("urgency", Urgency.NORMAL), source=source,
        entered_by=queries.acting(by), consent=consent,
    )  # fmt: skip


def _promised(loop: Loop) -> str:
    within = terms.said(loop.terms["answer"])
    return f"由{loop.owner.name}负责，{within}{'' if within == '当天' else '内'}答复受不受理。"


def _remember(person: Person, by: Actor, organisation: Organisation | None, loop: Loop) -> None:
    """Whom a body named itself it may find again by name; the Care says so and nothing more."""
    if organisation is not None:
        residents.begin_care(
            person,
            by=by,
            organisation=organisation,
            grade=Grade.SOURCE,
            why="由它转介",
            cause=loop.pk,
        )


@rule("referral.resend")
def resend(referral: Referral, *, by: Actor, words: str) -> Referral:
    """补充情况: facts asked for, or new ones. What was returned goes back to the station, its clocks go on."""
    holder = queries.holder(referral)
    loop = queries.open_loop(holder)
    if holder.state == State.RETURNED:
        since = queries.returned_at(referral)
        move(holder, by=by, verb="resend")
        for one in queries.upwards(holder):
            loops.turn_to(one.loop, by=by, who=Turn.US if one.pk == holder.pk else Turn.PARTNER)
        clocks.go_on(loop, by=by, since=since)
    for pk in dict.fromkeys((holder.pk, referral.pk)):
        thread = Loop.objects.get(pk=pk)
        loops.reply(thread, by=by, kind=Reply.Kind.SUPPLEMENT, words=words, side=Reply.Side.ASKER)
    return referral


@rule("referral.withdraw")
def withdraw(referral: Referral, *, by: Actor, words: str = "") -> Referral:
    """The asker no longer asks. A case that was opened for it goes on as the resident wishes."""
    for one in queries.upwards(queries.holder(referral)):
        queries.open_loop(queries.holder(one))
        for owed in Loop.objects.open().filter(parent=one.pk, kind="approval"):
            loops.close_withdrawn(
                owed, by=by
            )  # a no that waited for the lead has nothing to decide
        move(one, by=by, verb="withdraw")
        loops.close_withdrawn(one.loop, by=by, words=words)
    return referral


@rule("referral.move", inner=True)
def move(referral: Referral, *, by: Actor, verb: str) -> Referral:
    """The same step for a referral further down the road, which the asker herself does not see."""
    FLOW.move(referral, verb)
    referral.save()
    return referral
