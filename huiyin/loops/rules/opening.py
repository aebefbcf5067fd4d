from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.access.models import Organisation, Seat, Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.core.secret import fingerprint
from huiyin.loops import due, kinds, receipts, telling, terms
from huiyin.loops.models import Agreed, Loop, Turn
from huiyin.loops.rules.clocks import start_clock
from huiyin.places import calendar
from huiyin.residents.models import Person

TRIES = 20


@rule("loop.open", inner=True)
def open(  # noqa: A001  read as loops.open(…)
    *,
    by: Actor,
    kind: str,
    unit: Unit,
    owner: User,
    id: UUID | None = None,  # noqa: A002  the noun's and the Loop's one id, made by the client where there is one
    person: Person | None = None,
    parent: Loop | None = None,
    asker_org: Organisation | None = None,
    asker_user: User | None = None,
    asker_person: Person | None = None,
    asker_name: str = "",
    asker_phone: str = "",
    agreed: str = Agreed.STATUS,
    urgent: bool = False,
    receipt: bool = False,
    step: str = "",
    step_words: str = "",
    step_on: date | None = None,
    due_at: datetime | None = None,
    turn: str = Turn.US,
) -> Loop:
    """A promise begins: owner, clocks by the terms of its kind and unit, a receipt where one is asked for."""
    seat = Seat.objects.filter(user=owner).first()
    if seat is None:
        raise Refused(f"{owner.name}的账号已经关了，不能由她负责。请换一位同事。")
    loop = Loop(
        id=id or uuid7(), kind=kind, unit=unit, owner=owner, seat=seat, person=person, parent=parent,
        asker_org=asker_org, asker_user=asker_user, asker_person=asker_person, asker_name=asker_name,
        asker_phone=asker_phone, tail_fp=fingerprint("tail", asker_phone[-4:]), agreed=agreed, urgent=urgent,
        step=step, step_words=step_words, step_on=step_on, turn=turn, opened_at=clock.now(),
        terms=terms.of(kind, unit, urgent=urgent),
    )  # fmt: skip
    _save_with_receipt(loop) if receipt else loop.save(force_insert=True)
    for code in kinds.of(kind).clocks:
        start_clock(loop, by=by, code=code, due_at=calendar.due(loop.opened_at, loop.terms[code]))
    if due_at:
        start_clock(loop, by=by, code="promise", due_at=due_at)
    loop.due_at = due.nearest(loop)
    loop.save()
    if by.user != owner.pk:
        telling.tell(loop, by=by, user=owner, words=f"新的{kinds.of(kind).label}，由您负责。")
    return loop


def _save_with_receipt(loop: Loop) -> None:
    """A clash with a number of this district is drawn again; nine digits make that rare."""
    for _ in range(TRIES):
        loop.receipt = receipts.fresh()
        try:
            with transaction.atomic():
                loop.save(force_insert=True)
            return
        except IntegrityError:
            if not Loop.objects.filter(receipt=loop.receipt, district=loop.unit_id[:6]).exists():
                raise
    raise Refused("回执号一时取不到，请再交一次。")
