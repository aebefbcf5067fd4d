"""What stood beside casework in the counted year: asks declined, hours for the street's hall, group afternoons,
training, an emergency; and the neighbour district's own work."""

from datetime import date, timedelta
from random import Random

from huiyin.cases import rules as cases
from huiyin.core.actor import Actor
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_person
from huiyin.demo.seed import plan
from huiyin.demo.seed.asking import at, fresh, send
from huiyin.demo.seed.district import District
from huiyin.demo.seed.plan import YEAR, Client, workday
from huiyin.loops import rules as loops
from huiyin.records import rules as records
from huiyin.referrals import rules as referrals

HALL_DAYS, HALL_MINUTES = 24, 420  # days each of them lent the hall, and how long such a day is
HEAT = (date(YEAR, 7, 9), date(YEAR, 8, 21))


def play(district: District, lead: Actor, rng: Random) -> None:
    _declined(district, lead)
    for place, user in enumerate([district.lead, *district.workers, *district.room_workers]):
        _hall(actor_for(user), place, rng)
        _meetings(actor_for(user))
    _afternoons(district, rng)
    _heat(actor_for(district.workers[0]))
    _strangers(district)


def _declined(district: District, lead: Actor) -> None:
    """Asks that were not the station's, each answered in time with another way."""
    worker = actor_for(district.workers[0])
    for n in range(plan.DECLINED):
        began = workday(date(YEAR, 3 + 2 * n, 12))
        client = Client(
            400 + n, n, f"郝{'东南西北'[n]}林", "1", date(1970, 5, 6), "jobs", began, (), asked=True, late=False,
            at_station=True,
        )  # fmt: skip
        with at(began, "10:20"):
            one = send(district, client)
            loops.assign(one.loop, by=lead, to=district.workers[0])
            referrals.decline(
                fresh(one), by=worker, reason="outside", words="社工站不能安排岗位。",
                alternative="街道劳动就业所每周三有岗位登记，可以陪他去一次。",
            )  # fmt: skip
        with at(workday(began + timedelta(days=1)), "11:00"):
            referrals.agree(fresh(one), by=lead)


def _hall(by: Actor, place: int, rng: Random) -> None:
    for n in range(HALL_DAYS):
        with at(workday(date(YEAR, 1, 4) + timedelta(days=15 * n + place % 5)), "17:20"):
            records.write(
                by=by, minutes=HALL_MINUTES, kind="come", klass="admin", heads=rng.randint(3, 9),
                note="在街道服务大厅帮老人填表、讲政策。",
            )  # fmt: skip


def _meetings(by: Actor) -> None:
    for month in range(1, 13):
        with at(workday(date(YEAR, month, 20)), "16:00"):
            records.write(
                by=by, minutes=90, kind="meeting", klass="internal", note="月例会和督导。"
            )


def _afternoons(district: District, rng: Random) -> None:
    for room, user in zip(district.rooms, district.room_workers, strict=True):
        by: Actor = actor_for(user)
        for month in range(1, 13):
            with at(workday(date(YEAR, month, 10)), "15:30"):
                records.write(
                    by=by, minutes=120, kind="group", klass="professional", domain="community",
                    heads=rng.randint(8, 20), community=room.area, note="邻里互助小组。",
                )  # fmt: skip


def _heat(by: Actor) -> None:
    for day in HEAT:
        with at(day, "18:00"):
            records.write(
                by=by, minutes=300, kind="visit", klass="emergency", heads=26,
                note="高温停电，逐户看望独居老人，送水。",
            )  # fmt: skip


def _strangers(district: District) -> None:
    """The other district served people that year too; none of them counts here."""
    worker, station = district.stranger, district.strange_station
    for n in range(3):
        with at(workday(date(YEAR, 4 + n, 8)), "10:00"):
            person = make_person(f"邻区居民{n + 1}", station, community=station.area)
            by = actor_for(worker)
            case = cases.open(by=by, person=person, source="self")
            for _ in range(n + 1):
                records.write(
                    by=by,
                    thread=case.loop,
                    people=(person,),
                    minutes=30,
                    kind="visit",
                    note="看望。",
                )
            cases.close(case, by=by, kind="reached", summary="办好了。", shareable="办好了。")
