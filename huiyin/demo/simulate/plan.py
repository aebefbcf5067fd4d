"""Where the stations stand and how many people each of them knows: drawn from the nation's own streets."""

from collections import defaultdict
from dataclasses import dataclass

from huiyin.demo.simulate.chance import Chance
from huiyin.places.models import Area, Level

TOGETHER = 8  # stations of one district before the next district is drawn
OF_THE_DEMO = {"500108", "500105"}  # the district of `seed` and its strangers stay as they are


@dataclass(frozen=True)
class Plan:
    """One district: made whole or not at all, by one process, from one stream of numbers."""

    district: str
    name: str
    streets: list[tuple[str, str, int]]  # code, name, people
    seed: str
    heavy: bool  # holds the case with two thousand Records

    @property
    def people(self) -> int:
        return sum(n for _, _, n in self.streets)


def drawn(stations: int, people: int, seed: int) -> list[Plan]:
    chance = Chance(f"{seed}/plan")
    streets = _streets()
    chosen = _chosen(chance, streets, stations)
    shares = _shares(chance, sum(len(codes) for codes in chosen.values()), people)
    names = dict(Area.objects.filter(level=Level.DISTRICT).values_list("code", "name"))
    plans: list[Plan] = []
    for district, codes in chosen.items():
        there = [(code, streets[district][code], shares.pop()) for code in codes]
        plans.append(Plan(district, names[district], there, f"{seed}/{district}", not plans))
    return plans


def _streets() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = Area.objects.filter(level=Level.STREET).order_by("code").values_list("code", "name")
    for code, name in rows:
        if code[:6] not in OF_THE_DEMO:
            found[code[:6]][code] = name
    return found


def _chosen(
    chance: Chance, streets: dict[str, dict[str, str]], stations: int
) -> dict[str, list[str]]:
    """District by district; where the nation has no more districts, more of their streets."""
    order = chance.sample(sorted(streets), len(streets))
    chosen: dict[str, list[str]] = defaultdict(list)
    waiting = {district: list(streets[district]) for district in order}
    while stations and any(waiting.values()):
        for district in order:
            some = waiting[district][: min(TOGETHER, stations)]
            del waiting[district][: len(some)]
            stations -= len(some)
            if some:
                chosen[district] += some
    return chosen


def _shares(chance: Chance, stations: int, people: int) -> list[int]:
    """As many as asked for in all; the largest station knows twice as many as the smallest."""
    weights = [chance.uniform(0.67, 1.33) for _ in range(stations)]
    shares = [int(people * weight / sum(weights)) for weight in weights]
    for n in range(people - sum(shares)):
        shares[n % stations] += 1
    return shares
