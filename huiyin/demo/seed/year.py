"""The counted year, played through the doors by the people themselves. Everything in it ended with the year, so
that nothing of it is due today."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from huiyin.access.models import User
from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.core.actor import Actor
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_person
from huiyin.demo.seed import beside, invented, plan
from huiyin.demo.seed.asking import address, at, fresh, number, phone, send, trouble
from huiyin.demo.seed.district import District
from huiyin.demo.seed.plan import Client
from huiyin.loops import rules as loops
from huiyin.records import rules as records
from huiyin.records.models import Record
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral
from huiyin.residents.models import Person

KINDS = ("visit", "visit", "visit", "visit", "call", "call", "come", "accompany")
MINUTES = {"call": (8, 20), "accompany": (60, 150)}
SOURCES = ("self", "self", "outreach", "outreach", "report")
WRONG = 5  # deeds written down under the wrong name, and voided
MONTH = timedelta(days=26)
Say = Callable[[str], object]


def play(district: District, say: Say = lambda words: None) -> None:
    rng = Random(plan.YEAR + 1)  # noqa: S311  # nosec B311 -- the same each time, nothing secret
    lead = actor_for(district.lead)
    for done, client in enumerate(plan.clients(), 1):
        _Story(district, client, lead, rng).play()
        if done % 50 == 0:
            say(f"{plan.YEAR} 年：{done} 位居民")
    beside.play(district, lead, rng)


class _Story:
    """One client's year, from the first word to the closing."""

    def __init__(self, district: District, client: Client, lead: Actor, rng: Random) -> None:
        self.district, self.client, self.lead, self.rng = district, client, lead, rng
        self.referral: Referral | None = None

    @property
    def worker(self) -> User:
        pair = self.district.workers
        if self.client.at_station:
            return pair[self.client.number % len(pair)]
        return self.district.room_workers[self.client.community]

    def play(self) -> None:
        opened = self._asked() if self.client.asked else self._opened()
        self.case = Case.objects.select_related("loop__person").get(pk=opened)
        self.by = actor_for(self.worker)
        if self.client.papers:
            self._papers()
        self._serve()
        self._close()

    def _asked(self) -> UUID | None:
        client = self.client
        with at(client.began, "10:20"):
            sent = send(self.district, client)
        with at(client.began, "15:30"):
            loops.assign(sent.loop, by=self.lead, to=self.worker)
        with at(client.served[0] if client.late else _after(client.began, 1), "09:20"):
            self.referral = referrals.accept(fresh(sent), by=actor_for(self.worker))
        return self.referral.result_id

    def _opened(self) -> UUID:
        client, room = self.client, self.district.rooms[self.client.community]
        with at(client.began, "10:00"):
            person = make_person(
                client.name, room, sex=client.sex, birth_on=client.born, number=number(client), phone=phone(client),
                whose="本人", address=address(self.district, client), community=room.area,
            )  # fmt: skip
            unit = self.district.station if client.at_station else room
            source = self.rng.choice(SOURCES)
            case = cases.open(by=actor_for(self.worker), person=person, source=source, unit=unit)
        return case.loop_id

    def _papers(self) -> None:
        words = trouble(self.client)
        why = "父母在外地，已电话联系，由奶奶照看。" if self.client.child else ""
        with at(self.client.served[0], "17:00"):
            cases.intake(self.case, by=self.by, problem=words, risks=[], no_guardian_why=why)
            cases.assess(
                self.case, by=self.by, personal=words, needs="有人定期看望，家里人说得上话。"
            )
            cases.plan(
                self.case, by=self.by, goals="三个月内能自己安排日常。", steps="每周联系一次。",
                sessions=len(self.client.served),
            )  # fmt: skip

    def _serve(self) -> None:
        told = self.client.began
        for nth, day in enumerate(self.client.served):
            with at(day, f"{self.rng.randint(10, 16)}:{self.rng.choice(('05', '20', '40'))}"):
                self._deed()
                if nth == 0 and self.client.number < WRONG:
                    records.void(self._deed(), by=self.by, why="记到了别人名下，已另记。")
                if self.referral and day - told > MONTH:
                    told = day
                    referrals.inform(
                        self.referral, by=self.by, words="还在按计划上门。", level="summary"
                    )

    def _deed(self) -> Record:
        kind = self.rng.choice(KINDS)
        person: Person = self.case.loop.person  # type: ignore[assignment]  # a case has a client
        return records.write(
            by=self.by, thread=self.case.loop, people=(person,), kind=kind, note=self.rng.choice(invented.NOTES[kind]),
            minutes=self.rng.randint(*MINUTES.get(kind, (25, 70))),
        )  # fmt: skip

    def _close(self) -> None:
        words = self.rng.choice(invented.ENDINGS)
        with at(_after(self.client.served[-1], 2), "16:30"):
            cases.close(self.case, by=self.by, kind="reached", summary=words, shareable=words)
            if self.referral:
                referrals.answer(self.referral, by=self.by, words=words, level="summary")


def _after(day: date, days: int) -> date:
    return plan.workday(day + timedelta(days=days))
