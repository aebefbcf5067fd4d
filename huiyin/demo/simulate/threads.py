"""A Loop while its story is told; it is written once, as it stands at the end of the span."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from huiyin.core import clock, secret
from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.chance import Chance
from huiyin.demo.simulate.people import Who
from huiyin.demo.simulate.span import milliseconds, stamp
from huiyin.demo.simulate.staff import Staff
from huiyin.loops.models import Agreed, Reply, State, Turn
from huiyin.places import calendar


@dataclass(slots=True)
class Stone:
    code: str
    due: datetime
    n: int = 1
    met: datetime | None = None
    evidence: str | None = None


@dataclass(slots=True)
class Thread:
    id: str
    kind: str
    unit: str
    who: Who
    owner: Staff
    opened: datetime
    terms: dict[str, str]
    parent: str | None = None
    stones: list[Stone] = field(default_factory=list)
    asker: tuple[str, Staff, str] | None = None  # organisation, clerk, her telephone
    receipt: str | None = None
    agreed: str = Agreed.STATUS.value
    urgent: bool = False
    step: str = ""
    step_on: date | None = None
    turn: str = Turn.US.value
    stands: str = State.OPEN.value
    answer: str | None = None
    closed: datetime | None = None

    def running(self, code: str) -> Stone:
        return next(stone for stone in self.stones if stone.code == code and stone.met is None)

    def due(self) -> datetime | None:
        """As `loops.due.nearest` says of a Loop that is in the database."""
        dates = [stone.due for stone in self.stones if stone.met is None]
        if self.step_on:
            dates.append(clock.at(self.step_on, calendar.CLOSES))
        return min(dates, default=None)


class Threads:
    def __init__(self, book: Book, chance: Chance) -> None:
        self.book, self.chance = book, chance

    def say(
        self, thread: Thread, at: datetime, kind: Reply.Kind, text: str = "", *,
        level: str = Agreed.STATUS, by: Staff | None = None, side: str = Reply.Side.US,
    ) -> str:  # fmt: skip
        key, moment = self.chance.id(milliseconds(at)), stamp(at)
        self.book.replies.add(
            key, thread.id, moment, str(side), kind.value, text, str(level), (by or thread.owner).user, moment,
            under=thread.who.owner,
        )  # fmt: skip
        return key

    def end(self, thread: Thread, at: datetime, state: State, answer: str | None = None) -> None:
        """Clocks that still ran are met by the end; no step is left."""
        for stone in thread.stones:
            stone.met = stone.met or at
        thread.stands, thread.answer, thread.closed, thread.step_on = state.value, answer, at, None

    def put(self, thread: Thread) -> None:
        body, clerk, phone = thread.asker or (None, None, "")
        due = thread.due()
        self.book.loops.add(
            thread.id, thread.unit, thread.kind, thread.who.id, body, clerk and clerk.user,
            clerk.name if clerk else "", phone, secret.fingerprint("tail", phone[-4:]), thread.receipt,
            thread.agreed, thread.urgent, thread.owner.user,
            thread.owner.user if thread.stands == State.OPEN else None, thread.step,
            thread.step_on and thread.step_on.isoformat(), due and stamp(due), thread.turn,
            json.dumps(thread.terms), thread.stands, thread.answer, 0, thread.parent, stamp(thread.opened),
            thread.closed and stamp(thread.closed), under=thread.who.owner,
        )  # fmt: skip
        for stone in thread.stones:
            self.book.milestones.add(
                self.chance.id(milliseconds(thread.opened)), thread.id, stone.code, stone.n, stamp(stone.due),
                stone.met and stamp(stone.met), stone.evidence, thread.unit,
            )  # fmt: skip
