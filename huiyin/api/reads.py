"""Who asks, whom she finds, and what is owed: the same reads as the pages', as the API tells them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce

from huiyin.access.models import User
from huiyin.access.policy import ROLES
from huiyin.access.rules import accounts
from huiyin.api import answers, pages
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Unseen
from huiyin.loops import kinds
from huiyin.loops import queries as loops
from huiyin.loops.models import Handover, Loop
from huiyin.loops.models.loop import Loops
from huiyin.loops.queries.handing import Line
from huiyin.loops.queries.lines import Row
from huiyin.loops.queries.lists import BESIDE, NEVER
from huiyin.residents import queries as residents
from huiyin.residents import rules as resident_rules
from huiyin.residents.models import Person

MOST = 30  # as many as the page of finding shows


def me(by: Actor) -> answers.Me:
    user = User.objects.visible_to(by).get(pk=by.who)
    post = answers.PostOut(
        role=by.role, role_name=ROLES[by.role].name, units=list(by.reach), place=by.place
    )
    return answers.Me(user=user.username, name=user.name, posts=[post], can=sorted(by.can))


def people(q: str, by: Actor) -> answers.People:
    found = residents.find(q, by, limit=MOST) if q.strip() else residents.recent(by)
    lines = [
        answers.PersonLine(
            id=row.person.pk, name=row.name, about=row.line, phone=row.phone, place=row.place, waits=row.waits
        )
        for row in residents.found(found, by)
    ]  # fmt: skip
    return answers.People(residents=lines)


def person(pk: UUID, by: Actor) -> answers.Resident:
    """Looked at as on the page: journalled, once a quarter of an hour, and masked."""
    row = Person.objects.visible_to(by).filter(pk=pk).first()
    if row is None:
        raise Unseen("residents.Person")
    if not residents.looked_lately(row, by):
        resident_rules.look(row, by=by)
    masked = residents.masked(row, by)
    return answers.Resident(
        id=row.pk, name=residents.shown_name(row, by), about=residents.line(row), state=row.state,
        unit=row.unit_id, community=row.community_id, number=row.number_mask,
        phones=[phone.mask for phone in masked.phones], address=row.address_mask,
    )  # fmt: skip


def owed(by: Actor, *, owner: str, state: str, after: str) -> answers.Loops:
    """What falls due first comes first. `me`: what she has to keep, or what her body waits for; `all`: what is in
    sight, for who has the board."""
    rows: Any = _whose(by, owner)
    rows = rows if state == "all" else rows.filter(state=state)
    rows = rows.annotate(key=Coalesce("due_at", NEVER)).select_related(*BESIDE)
    found, beyond = pages.page(rows.order_by("key", "pk"), after, rising=True)
    return answers.Loops(loops=told(found, by), next=beyond)


def _whose(by: Actor, owner: str) -> Loops:
    seen = Loop.objects.visible_to(by)
    if by.rows == "asker":
        return seen.filter(asker_org=by.org)
    if owner == "me":
        return seen.owned_by(by)
    if not by.may("loop.board"):
        raise NotAllowed("loop.board")
    return seen


def told(rows: Iterable[Loop], by: Actor) -> list[answers.Loop]:
    return [_told(row, by) for row in loops.rows(rows, by=by)]


def _told(row: Row, by: Actor) -> answers.Loop:
    loop = row.loop
    person = (
        answers.Named(id=loop.person.pk, name=pages.name(loop.person, loop, by))
        if loop.person
        else None
    )
    return answers.Loop(
        id=loop.pk, kind=loop.kind, kind_name=kinds.of(loop.kind).label, title=row.title, unit=loop.unit_id,
        owner=answers.Named(id=loop.owner_id, name=loop.owner.name), person=person, waiter=row.waiter,
        state=loop.state, turn=loop.turn, late=loop.late, opened_at=loop.opened_at, due_at=loop.due_at,
        closed_at=loop.closed_at, parent=loop.parent_id if by.rows == "reach" else None,
    )  # fmt: skip


def handover(pk: UUID, by: Actor) -> answers.Handover:
    """The whole list, as the lead's page has it."""
    row = Handover.objects.visible_to(by).select_related("leaver", "loop").filter(pk=pk).first()
    if row is None:
        raise Unseen("loops.Handover")
    sheet = loops.sheet(row, by)
    counts = {
        name: getattr(sheet, name)
        for name in ("total", "taken", "offered", "own", "unowned", "fresh")
    }
    return answers.Handover(
        id=row.pk, leaver=row.leaver.name, last_day=row.last_day, open=row.seat_id is not None,
        items=[_item(line) for line in sheet.lines], **counts,
    )  # fmt: skip


def _item(line: Line) -> answers.Item:
    item = line.item
    return answers.Item(
        id=item.pk, loop=item.loop_id, label=line.label, title=line.title, state=item.state, said=line.said,
        receiver=item.receiver.name if item.receiver else None, minor=line.minor,
        joint_intro=item.joint_intro, client_told=item.client_told, partner_told=item.partner_told,
    )  # fmt: skip


def close(username: str, by: Actor, act: UUID | None) -> answers.Account:
    """The page's own rule: refused while anything is owed."""
    user = User.objects.visible_to(by).select_related("seat").filter(username=username).first()
    if user is None:
        raise Unseen("access.User")
    user = accounts.close(user, by=by, act=act)
    return answers.Account(username=user.username, open=False)
