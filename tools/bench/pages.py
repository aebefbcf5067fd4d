"""Pages beside the same rows by raw SQL; finding people beside the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from tools.bench.place import Place
from tools.bench.table import Row, Taken, taken
from tools.bench.visits import Visit, signed_in


@dataclass(frozen=True)
class Cast:
    """Of the station with the heavy case: who looks at what."""

    worker: Any
    lead: Any
    clerk: Any
    case: str
    number: str


def cast() -> Cast:
    from django.db.models import Count  # noqa: PLC0415  -- django is set up by then

    from huiyin.access.models import Organisation, Post, Unit  # noqa: PLC0415
    from huiyin.core import secret  # noqa: PLC0415
    from huiyin.core.actor import Actor  # noqa: PLC0415
    from huiyin.loops.models import Loop  # noqa: PLC0415
    from huiyin.records.models import Record  # noqa: PLC0415
    from huiyin.residents.models import Person  # noqa: PLC0415

    threads = Record.objects.filter(thread__kind="case").values("thread").annotate(n=Count("id"))
    case = Loop.objects.select_related("owner").get(pk=threads.order_by("-n")[0]["thread"])
    station = Unit.objects.select_related("receiver__user").get(pk=case.unit_id[:10])
    asked = (
        Organisation.objects.filter(area__code__startswith=case.unit_id[:9], kind="committee")
        .order_by("area")
        .first()
    )
    assert station.receiver  # noqa: S101
    assert asked  # noqa: S101
    clerk = Post.objects.select_related("user").get(organisation=asked).user
    person = Person.objects.filter(station=station.pk).exclude(number_fp="").order_by("pk").first()
    assert person  # noqa: S101
    number = secret.open(person, "number", by=Actor.system("bench"))
    return Cast(case.owner, station.receiver.user, clerk, str(case.pk), number)


def beside(
    name: str, ours: Visit, bare: Visit, path: str, target: float | None = None
) -> list[Row]:
    mine, least = taken(lambda: ours.get(path), lambda: bare.get(path))
    return [
        Row(f"{name} ÷ raw SQL page", mine.said(), least.said(), mine.p50 / least.p50, "×", 5, target),
    ]  # fmt: skip


def rows(place: Place, engine: str) -> Iterator[Row]:
    who = cast()
    sessions = {id(user): signed_in(user) for user in (who.worker, who.lead, who.clerk)}
    asked: list[tuple[str, Any, str, float | None]] = [
        ("list page of 50 Records", who.lead, "/records", 3),
        ("the day", who.worker, "/today", None),
        ("case with 2,000 Records", who.worker, f"/cases/{who.case}", None),
        ("the committee's board", who.clerk, "/committee", None),
    ]
    bare = {"DJANGO_SETTINGS_MODULE": "tools.bench.bare_settings"}
    with place.served() as host, place.served(**bare) as least:
        for name, user, path, target in asked:
            session = sessions[id(user)]
            yield from beside(
                f"{engine}: {name}", Visit(host, session), Visit(least, session), path, target
            )
        lead = Visit(host, sessions[id(who.lead)])
        [listed] = taken(lambda: lead.get("/records"))
        yield _clock(f"{engine}: list page, p90", listed, None, 25)
        yield from _finding(lead, who, engine)


def _finding(lead: Visit, who: Cast, engine: str) -> Iterator[Row]:
    for name, q, floor, target in (
        ("number", who.number, 25, 10), ("name", "秀英", 200, 50), ("pinyin", "wangxiu", 200, 50),
    ):  # fmt: skip
        [found] = taken(partial(lead.post, "/find/list", q=q))
        yield _clock(f"{engine}: find by {name}, p90", found, floor, target)


def _clock(name: str, found: Taken, floor: float | None, target: float) -> Row:
    return Row(name, found.said(), "–", found.at(90), " ms", floor, target)
