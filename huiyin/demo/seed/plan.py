"""What 2025 was: 213 people in casework, served 1,202 times (seeds/004), drawn the same at every seed.

Only the draw stands here; year.py plays it through the doors, and every figure is counted from the rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from huiyin.demo.seed import invented
from huiyin.places import calendar

YEAR = 2025
BY_COMMUNITY = (38, 33, 29, 27, 24, 22, 19, 17, 4)  # people in casework in each of the nine
TIMES = 1202
ASKED, DECLINED, LATE = 92, 4, 6  # referrals taken, declined; answered after their day
MOST = 22  # times one person was served
FIRST, LAST = date(YEAR, 1, 3), date(YEAR, 12, 24)
MATTERS = ("elder", "elder", "elder", "mood", "mood", "family", "child", "disabled", "relief")
AGES = {"child": (7, 17), "elder": (66, 90), "mood": (30, 75), "family": (30, 70), "disabled": (25, 62), "relief": (35, 78)}  # fmt: skip


@dataclass(frozen=True)
class Client:
    """One person's year: when it began, on which days she was served, and how it came to the station."""

    number: int
    community: int
    name: str
    sex: str
    born: date
    matter: str
    began: date
    served: tuple[date, ...]
    asked: bool
    late: bool
    at_station: bool  # a station worker's case; the others are their room's own

    @property
    def papers(self) -> bool:
        """A case with assessment and plan; the others were a short service."""
        return len(self.served) > 5

    @property
    def child(self) -> bool:
        return self.matter == "child"


def clients() -> list[Client]:
    """In the order their cases were opened."""
    rng = Random(YEAR)  # noqa: S311  # nosec B311 -- the same each time, nothing secret
    places = [place for place, n in enumerate(BY_COMMUNITY) for _ in range(n)]
    times = _times(rng, len(places))
    asked = set(rng.sample(range(len(places)), ASKED))
    late = set(rng.sample(sorted(asked), LATE))
    taken: set[str] = set()
    drawn = [
        _client(rng, n, place, times[n], taken, asked=n in asked, late=n in late)
        for n, place in enumerate(places)
    ]
    return sorted(drawn, key=lambda one: (one.began, one.number))


def _times(rng: Random, people: int) -> list[int]:
    """How often each was served: once at least, a few of them very often, TIMES in all."""
    weights = [rng.expovariate(1) + 0.05 for _ in range(people)]
    ladder = list(accumulate(weights))
    times = [1] * people
    while sum(times) < TIMES:
        n = rng.choices(range(people), cum_weights=ladder)[0]
        times[n] += times[n] < MOST
    return times


def _client(
    rng: Random, number: int, place: int, times: int, taken: set[str], *, asked: bool, late: bool
) -> Client:
    matter, sex = rng.choice(MATTERS), rng.choice("122")
    born = date(YEAR - rng.randint(*AGES[matter]), rng.randint(4, 12), rng.randint(1, 28))
    gap = rng.randint(5, 12)
    free = max(1, (LAST - FIRST).days - times * gap - 5)
    start = rng.randint(0, free) if rng.random() < 0.7 else rng.randint(max(0, free - 25), free)
    began = workday(FIRST + timedelta(days=start))  # three in ten still go on in December
    first = workday(began + timedelta(days=9 if late else rng.randint(2, 4)))
    step = min(gap, max(1, (LAST - first).days // times))
    served = tuple(workday(first + timedelta(days=n * step)) for n in range(times))
    return Client(
        number, place, invented.name(rng, sex, taken), sex, born, matter, began, served, asked, late,
        at_station=rng.random() < 0.3,
    )  # fmt: skip


def workday(day: date) -> date:
    """That day, or the next one on which the station works."""
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
