"""Requests to see, as the lead and as the asker read them."""

from dataclasses import dataclass

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.places import calendar
from huiyin.residents import queries as people
from huiyin.residents.models import Person
from huiyin.rights.models import RevealRequest, State
from huiyin.ui.ruler import Ruler

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One request: whom it is about, who asks and for what, and its clock."""

    request: RevealRequest
    name: str
    asker: str
    ruler: Ruler | None


@dataclass(frozen=True)
class Page:
    request: RevealRequest
    name: str
    line: str
    words: str
    answer: str
    mine: bool  # the actor asked
    usable: bool  # granted to her, and not opened yet


def requests(actor: Actor, state: str = "") -> list[Row]:
    """Newest first; for one state or for all."""
    rows = RevealRequest.objects.visible_to(actor).select_related("person", "loop", "decided_by")
    rows = rows.filter(state=state) if state else rows
    return [_row(row, actor) for row in rows.order_by("-loop__opened_at")[:PAGE]]


def _row(row: RevealRequest, actor: Actor) -> Row:
    name = people.shown_name(row.person, actor)
    return Row(row, name, row.loop.asker_name, _ruler(row))


def _ruler(row: RevealRequest) -> Ruler | None:
    """Only what still waits has a clock."""
    if row.state != State.ASKED or row.loop.due_at is None:
        return None
    return calendar.ruler(row.loop.opened_at, row.loop.due_at, why="站长下一个工作日答复")


def page(request: RevealRequest, actor: Actor) -> Page:
    """The reason and the answer are free text about a person: read by who asked and who decides, no one else."""
    mine = request.loop.asker_user_id == actor.user
    reads = mine or actor.may("reveal.grant")
    return Page(
        request=request,
        name=people.shown_name(request.person, actor),
        line=people.line(request.person),
        words=secret.open(request, "words", by=actor) if reads else "",
        answer=secret.open(request, "answer", by=actor) if reads else "",
        mine=mine,
        usable=mine and request.state == State.GRANTED,
    )


def latest(person: Person, actor: Actor) -> RevealRequest | None:
    """What this actor asked last about this person."""
    asked = RevealRequest.objects.filter(person=person, loop__asker_user=actor.user)
    return asked.order_by("-loop__opened_at").first()


def waiting(actor: Actor) -> int:
    return RevealRequest.objects.visible_to(actor).filter(state=State.ASKED).count()
