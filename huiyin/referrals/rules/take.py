"""What the station decides when it takes a referral up: accept, ask back, pass on."""

from dataclasses import replace

from huiyin.access.models import Organisation, Unit, User
from huiyin.audit.rule import rule
from huiyin.cases import rules as cases
from huiyin.core.actor import Actor
from huiyin.core.codes import under
from huiyin.core.errors import Refused
from huiyin.loops import rules as loops
from huiyin.loops.models import Agreed, Loop, Reply, Turn
from huiyin.referrals import queries
from huiyin.referrals.flow import FLOW
from huiyin.referrals.models import Referral, Source
from huiyin.referrals.rules.tell import catch_up
from huiyin.residents import rules as residents
from huiyin.residents.models import ConsentKind, Grade, Person


@rule("referral.accept")
def accept(referral: Referral, *, by: Actor, short: bool = False) -> Referral:
    """受理: the person is taken in, a case opens below the referral with the same owner, who becomes her carer.

    Not yet assigned, it is the accepting worker's from now on; assigned, it stays with whom the lead chose.
    Where the station serves this person already, that case answers this referrer too.
    """
    loop = queries.open_loop(referral)
    FLOW.move(referral, "accept")
    person = residents.take_in(referral.person, by=by, unit=loop.unit)
    running = _running(person, loop)
    owner = running.owner if running else _taker(loop, by)
    handed = owner.pk != loop.owner_id
    if handed:
        loops.hand(loop, by=by, to=owner)  # tells the asker the name
    residents.begin_care(
        person, by=by, user=owner, grade=Grade.CARER, why="受理转介", cause=loop.pk
    )
    referral.result, referral.passed_to = running or _case(person, owner, loop, by, short), None
    referral.save()
    _decided(loop, by)
    _tell(referral, by, Reply.Kind.STAGE, "已受理。" if handed else f"已受理，由{owner.name}负责。")
    return catch_up(referral, by=by)


def _running(person: Person, loop: Loop) -> Loop | None:
    """The station's open case about this person, whichever of her files it hangs on; held by the person's lock."""
    Person.objects.select_for_update().get(pk=person.pk)
    cases_of = Loop.objects.open().filter(under("unit", loop.unit_id[:10]), kind="case")
    return cases_of.filter(person__in=person.ids()).select_related("owner").first()


def _case(person: Person, owner: User, loop: Loop, by: Actor, short: bool) -> Loop:
    seeing = replace(
        by, people=by.people | {person.pk}
    )  # the sight she has gained by taking her in
    case = cases.open(
        by=seeing,
        person=person,
        owner=owner,
        unit=loop.unit,
        parent=loop,
        source="referral",
        short=short,
    )
    return Loop.objects.get(pk=case.pk)


@rule("referral.return")
def return_(referral: Referral, *, by: Actor, words: str) -> Referral:
    """退回请补充: the turn is the asker's; the station's clocks stand still until she has answered."""
    queries.open_loop(referral)
    FLOW.move(referral, "return")
    referral.save()
    _tell(referral, by, Reply.Kind.RETURNED, words)
    for one in queries.upwards(referral):
        loops.turn_to(one.loop, by=by, who=Turn.ASKER)
    return referral


@rule("referral.pass_on")
def pass_on(
    referral: Referral, *, by: Actor, words: str, station: Unit | None = None,
    organisation: Organisation | None = None, consented: bool = False,
) -> Referral:  # fmt: skip
    """转给别处: another station of the district answers for it as a Loop below this one; a body outside ends it here."""
    loop = queries.open_loop(referral)
    FLOW.move(referral, "pass_on")
    referral.result = referral.passed_to = None
    if (station is None) == (organisation is None):
        raise Refused("请选一个去处：本区的别的站，或者站外的一个单位。")
    if station is not None:
        referral.result_id = _to_station(referral, loop, station, by).pk
        referral.save()
        _decided(loop, by)
        _tell(referral, by, Reply.Kind.PASSED_ON, f"转到{station.name}，由那边答复您。")
        loops.turn_to(loop, by=by, who=Turn.PARTNER)
        return referral
    return _outside(referral, loop, organisation, consented, words, by)


def _to_station(referral: Referral, loop: Loop, station: Unit, by: Actor) -> Loop:
    if station.code[:6] != loop.unit_id[:6]:
        raise Refused("这个站在另一个区。请答复转介人，请她直接交给那个区的社工站。")
    if station.code == loop.unit_id[:10] or station.receiver is None:
        raise Refused("请选本区的另一个社工站。")
    below: Loop = loops.open(
        by=by, kind="referral", unit=station, owner=station.receiver.user, person=loop.person, parent=loop,
        agreed=loop.agreed, urgent=loop.urgent,
    )  # fmt: skip
    told = queries.texts(referral, by)
    Referral.objects.create(
        loop=below, matter=referral.matter, problem=told["problem"], tried=told["tried"], needs=told["needs"],
        urgency=referral.urgency, source=Source.STATION, entered_by=queries.acting(by), consent=referral.consent,
    )  # fmt: skip
    residents.begin_care(
        referral.person, by=by, unit=station, grade=Grade.READER, why="转给这个站", cause=below.pk
    )
    return below


def _outside(
    referral: Referral, loop: Loop, organisation: Organisation | None, consented: bool, words: str, by: Actor
) -> Referral:  # fmt: skip
    """个人信息保护法 23: another handler is told only with the person's separate consent."""
    if not consented:
        raise Refused(
            "把居民的情况交给别的单位，要本人单独同意（个人信息保护法第 23 条）。请先征得同意，再转。"
        )
    assert organisation  # noqa: S101 -- asked above
    referral.passed_to = organisation
    referral.save()
    residents.note_consent(
        referral.person, by=by, kind=ConsentKind.REFERRAL, recipient=organisation
    )
    for one in queries.upwards(referral):
        loops.answer(
            one.loop,
            by=by,
            kind=Reply.Kind.PASSED_ON,
            words=f"转给了{organisation.name}。{words}",
            level=Agreed.STATUS,
        )
    return referral


def _taker(loop: Loop, by: Actor) -> User:
    """Whoever answers for it from now on. What the lead gave to one worker, another does not take from her."""
    unassigned = loop.owner_id == _receiver(loop)
    if loop.owner_id in by.owners or (not unassigned and by.may("loop.assign")):
        return loop.owner
    if not unassigned:
        raise Refused(f"这件已经派给{loop.owner.name}。要接过来，请站长改派。")
    return queries.acting(by)


def _receiver(loop: Loop) -> object:
    station = Unit.objects.filter(pk=loop.unit_id[:10]).values_list("receiver", flat=True)
    return station.first()


def _decided(loop: Loop, by: Actor) -> None:
    """Who asked knows now whether it is taken up: the answer she was promised, or promised anew when she said
    that the first one solved nothing."""
    for code in ("answer", "feedback"):
        loops.progress(loop, by=by, code=code)


def _tell(referral: Referral, by: Actor, kind: str, words: str) -> None:
    loops.echo(referral.loop, by=by, kind=kind, words=words, level=Agreed.STATUS)
