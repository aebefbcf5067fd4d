"""林 is on leave and 陈 stands in for her, from a day to a day: nothing owed is ever unowned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from huiyin.access.models import User
from huiyin.access.rules import deputies
from huiyin.audit import queries as journal
from huiyin.audit.models import Entry
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from huiyin.loops import queries, rules
from huiyin.loops.models import Loop, State
from huiyin.residents.models import Person

Acting = Callable[[User], Actor]
SignIn = Callable[[User], Any]
BEFORE, FIRST, LAST, AFTER = (f"2026-03-{day:02}T09:00:00+08:00" for day in (2, 3, 4, 5))


@pytest.fixture
def owed(lin: User, chen: User, xiang: Person, actor: Acting) -> Loop:
    """What 林 promised before she left, and who stands in for her on the 3rd and the 4th."""
    loop: Loop = rules.promise(by=actor(lin), person=xiang, words="送去血压计", on=date(2026, 3, 6))
    deputies.appoint(
        by=actor(chen), user=lin, deputy=chen, since=date(2026, 3, 3), until=date(2026, 3, 4)
    )
    return loop


def day(user: User, actor: Acting) -> list[tuple[str, str]]:
    rows = queries.rows(queries.mine(actor(user)), by=actor(user))
    return [(row.title, row.waiter) for row in rows]


def test_her_promises_stand_in_the_deputys_day_from_the_first_to_the_last(
    owed: Loop, lin: User, chen: User, actor: Acting, signed_in: SignIn, clock: time_machine.Traveller
):  # fmt: skip
    hers = [("向秀芬，78岁：送去血压计", "代林晓")]
    seen = []
    for moment in (BEFORE, FIRST, LAST, AFTER):
        clock.move_to(moment)
        page = signed_in(chen).get("/today").content.decode()
        seen.append((day(chen, actor), "代林晓" in page))

    assert seen == [([], False), (hers, True), (hers, True), ([], False)]
    assert day(lin, actor) == [("向秀芬，78岁：送去血压计", "")]


def test_the_deputy_keeps_it_on_its_page_and_the_owner_stays_the_owner(
    owed: Loop, lin: User, chen: User, signed_in: SignIn, clock: time_machine.Traveller
):
    clock.move_to(LAST)

    signed_in(chen).post(f"/loops/{owed.pk}/keep", {"words": "送到了。", "act": uuid7()})

    owed.refresh_from_db()
    assert (owed.state, owed.owner) == (State.ANSWERED, lin)


def test_the_journal_names_the_deputy(
    owed: Loop, chen: User, shen: User, actor: Acting, clock: time_machine.Traveller
):
    clock.move_to(FIRST)
    rules.keep(owed, by=actor(chen), words="送到了。")

    assert Entry.objects.get(verb="loop.keep").user == chen.pk
    lines, _ = journal.journal(actor(shen), journal.Asked(verb="loop.keep"))
    assert [(line.who, line.entry.target) for line in lines] == [("陈站", owed.pk)]


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_before_the_first_and_after_the_last_day_it_is_not_hers_to_keep(
    owed: Loop, chen: User, actor: Acting, clock: time_machine.Traveller, moment: str
):
    clock.move_to(moment)

    with pytest.raises(Refused, match="这件事由林晓负责"):
        rules.keep(owed, by=actor(chen), words="送到了。")

    owed.refresh_from_db()
    assert owed.state == State.OPEN
