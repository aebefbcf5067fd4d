"""Cases: sessions until the goal is reached or the span ends, papers by stage, promises on the way."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.models import Stage
from huiyin.core import clock
from huiyin.demo.simulate import words
from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.chance import Chance, Table
from huiyin.demo.simulate.deeds import KINDS, Deed, Deeds, domain
from huiyin.demo.simulate.people import Who
from huiyin.demo.simulate.span import Span, milliseconds, stamp
from huiyin.demo.simulate.staff import Staff
from huiyin.demo.simulate.threads import Stone, Thread, Threads
from huiyin.loops.models import Agreed, Reply, State
from huiyin.places import calendar

HEAVY = 2000  # Records of the one case that is as old as the house
AFTERCARE = "3m"
STAGES = ((3, Stage.INTAKE), (10, Stage.ASSESSING), (20, Stage.PLANNING))  # days, in an open case
ENDINGS = Table({"reached": 68.0, "unwilling": 10, "referred": 12, "changed": 10})


@dataclass(slots=True)
class Served:
    """What a case means to whoever asked for it."""

    loop: str
    first: tuple[datetime, str] | None  # the moment of the first session and its Record
    closed: datetime | None
    words: str = ""


class Casework:
    def __init__(self, book: Book, chance: Chance, span: Span, district: str) -> None:
        self.book, self.chance, self.span, self.district = book, chance, span, district
        self.threads, self.deeds = Threads(book, chance), Deeds(book, chance, span)
        self.numbers: dict[int, int] = {}

    def open(
        self, who: Who, worker: Staff, unit: str, at: datetime, terms: dict[str, str],
        parent: str | None = None, heavy: bool = False,
    ) -> Served:  # fmt: skip
        chance = self.chance
        case = Thread(chance.id(milliseconds(at)), "case", unit, who, worker, at, terms, parent)
        ends = at + timedelta(days=9000 if heavy else 12 + chance.lognormvariate(4.3, 0.7))
        first = self._sessions(case, ends, heavy)
        self._care(case, "受理转介" if parent else "", parent)
        closed = min(ends, self.span.end) if ends < self.span.end else None
        stage = Stage.CLOSED if closed else self._stage(at)
        self._papers(case, stage)
        self._promises(case, closed)
        said = self._end(case, closed) if closed else self._go_on(case)
        source = "referral" if parent else chance.choice(("self", "outreach", "report"))
        day = clock.local(at).date()
        self.book.cases.add(
            case.id, self.district, self._number(day.year), source, stage.value, day.isoformat()
        )
        self._care(case, "负责个案", case.id, closed)
        self.threads.put(case)
        return Served(case.id, first, closed, said)

    def _sessions(self, case: Thread, ends: datetime, heavy: bool) -> tuple[datetime, str] | None:
        """One every week or two; the heavy one several a day."""
        first: tuple[datetime, str] | None = None
        days = (
            [self.span.any(self.chance) for _ in range(HEAVY)] if heavy else self._days(case, ends)
        )
        for day in days:
            kind = self.chance.of(KINDS) if first else "visit"
            note = self.chance.choice(words.NOTES)
            key, at = self.deeds.write(
                Deed(
                    day, case.owner, kind, "professional", domain(case.who), note, case.id, case.who
                )
            )
            moment = datetime.fromisoformat(f"{at}+00:00")
            first = first or (moment, key)
        return first

    def _days(self, case: Thread, ends: datetime) -> list[Any]:
        days, day = [], clock.local(case.opened).date() + timedelta(days=self.chance.randint(1, 5))
        last = min(clock.local(ends).date(), self.span.last)
        while day <= last:
            if calendar.is_workday(day):
                days.append(day)
            day += timedelta(days=self.chance.randint(4, 14))
        return days

    def _stage(self, at: datetime) -> Stage:
        age = (self.span.end - at).days
        return next((stage for days, stage in STAGES if age < days), Stage.INTERVENING)

    def _papers(self, case: Thread, stage: Stage) -> None:
        chance, who, place = self.chance, case.who, list(Stage).index(stage)
        when = [
            stamp(min(case.opened + timedelta(days=n), self.span.end - timedelta(hours=1)))
            for n in (1, 6, 12)
        ]
        key, under = chance.id(milliseconds(case.opened)), who.owner
        if place >= 1:
            why = "父母在外地，和奶奶一起住。" if who.age < 18 else ""
            self.book.intakes.add(
                case.id,
                chance.choice(words.PROBLEMS["elder"]),
                json.dumps([]),
                why,
                when[0],
                under=under,
            )
        if place >= 2:
            told = chance.choice(words.PERSONAL), chance.choice(words.NEEDS)
            self.book.assessments.add(key, case.id, *told, when[1], under=under)
        if place >= 3:
            aimed = chance.choice(words.GOALS), chance.choice(words.WAYS)
            self.book.plans.add(chance.id(0), case.id, *aimed, when[2], under=under)

    def _promises(self, case: Thread, closed: datetime | None) -> None:
        """What was promised on the way; a case closes when all of it is kept."""
        span = ((closed or self.span.end) - case.opened).days
        for _ in range(self.chance.randint(0, 2) if span > 20 else 0):
            opened = case.opened + timedelta(days=self.chance.randint(1, span - 15), hours=1)
            due = calendar.due(opened, f"{self.chance.randint(2, 9)}d")
            self._promise(case, opened, due, closed)

    def _promise(
        self, case: Thread, opened: datetime, due: datetime, closed: datetime | None
    ) -> None:
        one = Thread(
            self.chance.id(milliseconds(opened)), "promise", case.unit, case.who, case.owner, opened, case.terms,
            case.id, [Stone("promise", due)], step=self.chance.choice(words.STEPS),
        )  # fmt: skip
        kept = due - timedelta(hours=self.chance.randint(2, 30))
        kept = min(
            kept + timedelta(days=self.chance.choice((0, 0, 0, 0, 3))),
            closed or self.span.end + timedelta(days=1),
        )
        if kept < self.span.end and not (closed is None and self.chance.true(0.04)):
            said = self.threads.say(
                one, kept, Reply.Kind.ANSWER, "办好了，已经告诉本人。", level=Agreed.SUMMARY
            )
            self.threads.end(one, kept, State.ANSWERED, said)
        self.threads.put(one)

    def _go_on(self, case: Thread) -> str:
        if self.chance.true(0.7):
            case.step = self.chance.choice(words.STEPS)
            case.step_on = self.span.last + timedelta(
                days=self.chance.choice((-4, 0, 1, 2, 3, 5, 7, 9, 14))
            )
        return ""

    def _end(self, case: Thread, closed: datetime) -> str:
        said = self.chance.choice(words.DONE)
        answer = self.threads.say(case, closed, Reply.Kind.COMPLETED, said, level=Agreed.SUMMARY)
        self.threads.end(case, closed, State.ANSWERED, answer)
        self.book.closures.add(
            self.chance.id(milliseconds(closed)), case.id, self.chance.of(ENDINGS),
            clock.local(closed).date().isoformat(), f"目标达到，{said}", said, under=case.who.owner,
        )  # fmt: skip
        return said

    def _care(
        self, case: Thread, why: str, cause: str | None, closed: datetime | None = None
    ) -> None:
        if cause:
            until = (
                clock.local(calendar.due(closed, AFTERCARE)).date().isoformat() if closed else None
            )
            since = clock.local(case.opened).date().isoformat()
            self.book.cares.add(
                self.chance.id(milliseconds(case.opened)), case.who.id, case.owner.user, None, "carer", why, cause,
                since, until,
            )  # fmt: skip

    def _number(self, year: int) -> str:
        self.numbers[year] = self.numbers.get(year, 0) + 1
        return f"D-{year}-{self.numbers[year]:03}"
