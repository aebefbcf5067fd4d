"""Referrals: what committees asked, and what became of it by the end of the span, in time or late."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.access.models import Unit
from huiyin.contracts.models import BoundaryRule
from huiyin.core import clock
from huiyin.demo.simulate import words
from huiyin.demo.simulate.book import Book
from huiyin.demo.simulate.casework import Casework, Served
from huiyin.demo.simulate.chance import Chance, Table
from huiyin.demo.simulate.people import NO_PERSON_HAS, Who
from huiyin.demo.simulate.span import Span, milliseconds, stamp
from huiyin.demo.simulate.staff import Staff, Station
from huiyin.demo.simulate.threads import Stone, Thread
from huiyin.loops import receipts, terms
from huiyin.loops.models import Agreed, Reply, State, Turn
from huiyin.places import calendar
from huiyin.referrals.models import State as Asked
from huiyin.residents import notice

FATES = Table({Asked.ACCEPTED: 80.0, Asked.DECLINED: 9, Asked.WITHDRAWN: 5, Asked.RETURNED: 6})
LEVELS = Table({Agreed.STATUS: 25.0, Agreed.SUMMARY: 60, Agreed.DETAIL: 15})
REASONS = {"outside": "不属于社工站的职责", "unwilling": "本人不愿意接受服务", "served": "已有别的单位在服务",
           "unreachable": "多次联系不上"}  # fmt: skip


class Referrals:
    def __init__(self, book: Book, chance: Chance, span: Span, work: Casework) -> None:
        self.book, self.chance, self.span, self.work = book, chance, span, work
        self.threads = work.threads
        self.receipts: set[str] = set()
        rows: list[tuple[str, UUID]] = list(
            BoundaryRule.objects.current().filter(unit="").values_list("matter", "pk")
        )
        self.matters = {matter: key.hex for matter, key in rows}

    def ask(self, station: Station, who: Who, given: dict[bool, dict[str, str]]) -> None:
        chance = self.chance
        at, urgent = self.span.moment(chance, self.span.any(chance)), chance.true(0.08)
        loop = Thread(
            chance.id(milliseconds(at)), "referral", who.room.unit, who, station.lead, at, given[urgent],
            asker=(who.room.committee, who.room.clerk, f"{NO_PERSON_HAS}{chance.randrange(10**8):08}"),
            receipt=self._receipt(), agreed=chance.of(LEVELS).value, urgent=urgent,
        )  # fmt: skip
        loop.stones = [
            Stone(code, calendar.due(at, loop.terms[code]))
            for code in ("answer", "contact", "note")
        ]
        self.threads.say(
            loop, at, Reply.Kind.RECEIVED, f"由{station.lead.name}负责。", by=who.room.clerk
        )
        decided, fate = self._decided(loop), chance.of(FATES)
        if decided >= self.span.end:
            fate = Asked.SENT
        elif fate == Asked.RETURNED and (self.span.end - at).days > 20:
            fate = Asked.ACCEPTED
        told = getattr(self, f"_{fate.value}")(loop, decided, station)
        self.threads.put(loop)
        self._form(loop, fate, *told)
        self._consents(loop)

    def _decided(self, loop: Thread) -> datetime:
        """Four of five before the answer is due, the others a few working days late."""
        chance, late = self.chance, self.chance.true(0.18)
        if loop.urgent:
            return loop.opened + timedelta(minutes=chance.randint(20, 3000 if late else 90))
        days = chance.randint(4, 8) if late else chance.randint(1, 3)
        return calendar.add_workdays(loop.opened, days) - timedelta(minutes=chance.randint(5, 480))

    def _sent(self, loop: Thread, decided: datetime, station: Station) -> tuple[str, str | None]:
        return "", None

    def _returned(
        self, loop: Thread, decided: datetime, station: Station
    ) -> tuple[str, str | None]:
        self.threads.say(loop, decided, Reply.Kind.RETURNED, "请补一句：他现在和谁住？")
        loop.turn = Turn.ASKER.value
        return "", None

    def _withdrawn(
        self, loop: Thread, decided: datetime, station: Station
    ) -> tuple[str, str | None]:
        clerk = loop.who.room.clerk
        self.threads.say(
            loop, decided, Reply.Kind.WITHDRAWN, "家里人接走了。", by=clerk, side=Reply.Side.ASKER
        )
        self.threads.end(loop, decided, State.WITHDRAWN)
        return "", None

    def _declined(
        self, loop: Thread, decided: datetime, station: Station
    ) -> tuple[str, str | None]:
        reason = self.chance.of(words.REASONS)
        said = f"原因：{REASONS[reason]}。可以这样办：{words.ELSEWHERE}"
        answer = self.threads.say(loop, decided, Reply.Kind.DECLINED, said)
        self.threads.end(loop, decided, State.ANSWERED, answer)
        return reason, None

    def _accepted(
        self, loop: Thread, decided: datetime, station: Station
    ) -> tuple[str, str | None]:
        chance, own = self.chance, loop.who.room.worker
        loop.owner = own if chance.true(0.6) else chance.choice(station.workers)
        loop.running("answer").met = decided
        self.threads.say(loop, decided, Reply.Kind.HANDED, f"现在由{loop.owner.name}负责。")
        self.threads.say(loop, decided, Reply.Kind.STAGE, "已受理。")
        case = self.work.open(loop.who, loop.owner, loop.unit, decided, loop.terms, loop.id)
        if case.first:
            stone = loop.running("contact")
            stone.met, stone.evidence = case.first
            self.threads.say(loop, case.first[0], Reply.Kind.CONTACT, level=Agreed.DETAIL)
        self._tell(loop, case.closed or self.span.end)
        if case.closed:
            self._answer(loop, case, case.closed)
        return "", case.loop

    def _tell(self, loop: Thread, until: datetime) -> None:
        """The monthly word: told, it begins again; one in ten is late, and one in thirty never comes."""
        note = loop.running("note")
        while note.due < until and not self.chance.true(0.03):
            late = (
                self.chance.randint(1, 4) if self.chance.true(0.1) else -self.chance.randint(0, 5)
            )
            met = note.due + timedelta(days=late, minutes=-self.chance.randint(10, 400))
            if not loop.opened < met < until:
                return
            note.met = met
            self.threads.say(
                loop,
                met,
                Reply.Kind.PROGRESS,
                self.chance.choice(words.PROGRESS),
                level=Agreed.SUMMARY,
            )
            note = Stone("note", calendar.due(met, loop.terms["note"]), note.n + 1)
            loop.stones.append(note)

    def _answer(self, loop: Thread, case: Served, closed: datetime) -> None:
        self.threads.say(loop, closed, Reply.Kind.COMPLETED, case.words, level=Agreed.SUMMARY)
        loop.stones.append(Stone("feedback", calendar.due(closed, loop.terms["feedback"])))
        days = self.chance.randint(6, 9) if self.chance.true(0.08) else self.chance.randint(1, 5)
        at = calendar.add_workdays(closed, days) - timedelta(minutes=self.chance.randint(5, 480))
        if at < self.span.end:
            answer = self.threads.say(loop, at, Reply.Kind.ANSWER, case.words, level=Agreed.SUMMARY)
            self.threads.end(loop, at, State.ANSWERED, answer)

    def _form(self, loop: Thread, fate: Asked, reason: str, result: str | None) -> None:
        chance, matter = self.chance, self.chance.of(words.MATTERS)
        declined = fate == Asked.DECLINED
        self.consent = chance.id(milliseconds(loop.opened))
        self.book.referrals.add(
            loop.id, self.matters[matter], chance.choice(words.PROBLEMS[matter]), chance.choice(words.TRIED),
            "urgent" if loop.urgent else "normal", loop.who.room.clerk.user, self.consent, reason,
            f"{REASONS[reason]}。" if declined else "", words.ELSEWHERE if declined else "", result, fate.value,
            under=loop.who.owner,
        )  # fmt: skip

    def _consents(self, loop: Thread) -> None:
        """To be referred, and that the outcome may go back; and that the committee named her itself."""
        room, who, at = loop.who.room, loop.who, stamp(loop.opened)
        signed = who.id, who.age < 18, notice.VERSION, notice.HASH, room.clerk.user, at
        self.book.consents.add(self.chance.id(0), who.id, "referral", None, "", *signed)
        self.book.consents.add(
            self.consent, who.id, "feedback", room.committee, loop.agreed, *signed
        )
        self.book.cares.add(
            self.chance.id(0), who.id, None, room.committee, "source", "由它转介", loop.id,
            clock.local(loop.opened).date().isoformat(), None,
        )  # fmt: skip

    def _receipt(self) -> str:
        """Once in the district, as the table demands."""
        while (number := receipts.of(self.chance.randrange(10**8, 10**9))) in self.receipts:
            pass
        self.receipts.add(number)
        return number


def clocks(station: Station) -> dict[bool, dict[str, str]]:
    """What a referral at this station is promised, calm and urgent."""
    unit = Unit(code=station.code)
    return {urgent: terms.of("referral", unit, urgent=urgent) for urgent in (False, True)}


def taker(station: Station, who: Who, chance: Chance) -> Staff:
    return who.room.worker if chance.true(0.6) else chance.choice(station.workers)
