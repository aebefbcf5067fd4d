"""Referrals from a program: what is sent becomes what the page's rule takes; what is told is what the page tells."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from huiyin.access.models import Unit
from huiyin.api import answers, deeds, errors, pages
from huiyin.api.schemas import SEXES, PersonIn, ReferralIn
from huiyin.contracts import queries as contracts
from huiyin.contracts.models import BoundaryRule
from huiyin.core.actor import Actor
from huiyin.core.errors import Unseen
from huiyin.core.gb import NumberKind
from huiyin.loops.heard import Echo
from huiyin.loops.models import Milestone, Turn
from huiyin.loops.models import State as LoopState
from huiyin.referrals import askers, lists, rules, triage
from huiyin.referrals.lists import Line
from huiyin.referrals.models import Referral, State
from huiyin.referrals.rules import Newcomer
from huiyin.ui.ruler import Ruler

NO_STATION = "这个站不在您能转的范围里。可以是：{}。"
NO_MATTER = "没有这一项。可以是：{}。"


def send(given: ReferralIn, by: Actor) -> Referral:
    station = _station(given, by)
    referral: Referral = rules.send(
        by=by, act=given.id, id=given.id, station=station, people=[_person(given.person)],
        matter=_matter(given.matter, station, by), problem=given.problem, tried=given.tried,
        needs=given.needs, urgency=given.urgency.value, agreed=given.agreed.value, consent=given.consent,
        contact_name=given.contact.name, contact_phone=given.contact.phone,
    )  # fmt: skip
    return referral


def _person(given: PersonIn) -> Newcomer:
    kind = NumberKind.RIC if given.id_number else NumberKind.NONE
    return Newcomer(
        name=given.name, sex=SEXES[given.sex], birth_on=given.birth_on, number_kind=kind,
        number=given.id_number, phone=given.phone, address=given.address,
        community=deeds.area(given.community, "person.community"),
    )  # fmt: skip


def _station(given: ReferralIn, by: Actor) -> Unit:
    """The one that was named, else whose street she lives in, else the nearest to whoever asks."""
    offered = {unit.code: unit for unit in contracts.stations(by)}
    if given.station in offered:
        return offered[given.station]
    if given.station or not offered:
        raise errors.wrong({"station": NO_STATION.format("、".join(offered))})
    near = [code for code in offered if given.person.community.startswith(code[:9])]
    return offered[next(iter(near or offered))]


def _matter(said: str, station: Unit, by: Actor) -> BoundaryRule:
    """By its code or by its name, as the boundary of that station has them."""
    rows = contracts.boundary(by, station=station.code)
    found = next((row for row in rows if said in {row.matter, row.name}), None)
    if found is None:
        raise errors.wrong({"matter": NO_MATTER.format("、".join(row.matter for row in rows))})
    return found


def matters(by: Actor) -> answers.Matters:
    stations = contracts.stations(by)
    rows = contracts.boundary(by, station=stations[0].code if stations else "")
    return answers.Matters(
        matters=[
            answers.Matter(
                code=row.matter, name=row.name, verdict=row.verdict, verdict_name=row.get_verdict_display(),
                wording=row.wording, addressee=row.addressee,
            )
            for row in rows
        ]
    )  # fmt: skip


def seen(pk: UUID, by: Actor) -> Referral:
    found = Referral.objects.visible_to(by).told().filter(pk=pk).first()
    if found is None:
        raise Unseen("referrals.Referral")
    return found


def listed(by: Actor, *, state: str, after: str) -> answers.Referrals:
    """Newest first. `state` is that of the matter: open, answered, withdrawn or all."""
    rows = Referral.objects.visible_to(by).told().annotate(key=F("loop__opened_at"))
    rows = rows if state == "all" else rows.filter(loop__state=state)
    found, beyond = pages.page(rows.order_by("-key", "-pk"), after)
    told = [_line(line, by) for line in lists.lines(found, by)]
    return answers.Referrals(referrals=told, next=beyond)


def whole(pk: UUID, by: Actor) -> answers.ReferralWhole:
    """As its page shows it: to whoever asked what she may hear, to the station what it needs to decide."""
    referral = seen(pk, by)
    if by.rows == "asker":
        hers = askers.page(referral, by)
        return _whole(hers.line, by, hers.clocks, hers.echoes, None, hers.sessions, ())
    page = triage.page(referral, by)
    return _whole(page.line, by, page.clocks, page.thread, page.texts, "", page.verbs)


def _whole(
    line: Line, by: Actor, clocks: Iterable[tuple[Milestone, Ruler]], echoes: Iterable[Echo],
    texts: dict[str, str] | None, sessions: str, verbs: Iterable[str],
) -> answers.ReferralWhole:  # fmt: skip
    return answers.ReferralWhole(
        **dict(_line(line, by)),
        clocks=[
            answers.Clock(code=one.code, due_at=one.due_at, met_at=one.met_at) for one, _ in clocks
        ],
        heard=[answers.Echo(**vars(echo)) for echo in echoes],
        texts=answers.Texts(**texts) if texts else None,
        sessions=sessions,
        verbs=sorted(verbs),
    )


def _line(line: Line, by: Actor) -> answers.Referral:
    row, loop = line.referral, line.referral.loop
    return answers.Referral(
        id=row.pk, state=state(row, by), words=line.words, title=line.title,
        person=answers.Named(id=row.person.pk, name=pages.name(row.person, loop, by)),
        matter=row.matter.matter, matter_name=row.matter.name, urgency=row.urgency, unit=loop.unit_id,
        owner=loop.owner.name, receipt=loop.receipt if by.rows == "asker" else None, opened_at=loop.opened_at,
        due_at=loop.due_at, closed_at=loop.closed_at, late=loop.late,
    )  # fmt: skip


def state(referral: Referral, by: Actor) -> str:
    """A code for where it stands. An asker's is made from what `lists.words` tells her: a no on its way to the
    lead is nothing yet, and one that she said solved nothing waits for an answer again."""
    loop = referral.loop
    if by.rows != "asker" or loop.state == LoopState.WITHDRAWN:
        return str(referral.state)
    if loop.state == LoopState.ANSWERED:
        return str(State.DECLINED) if referral.state == State.DECLINED else "answered"
    if loop.turn == Turn.ASKER:
        return str(State.RETURNED)
    waits = {State.DECLINING, State.DECLINED, State.RETURNED}
    return str(State.SENT if referral.state in waits else referral.state)
