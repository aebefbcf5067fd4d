"""Two hundred users at work at once: each reads a page or writes a Record, thinks ten seconds on average, goes on."""

import random
import statistics
import threading
import time
from collections.abc import Iterator
from typing import Any

from tools.bench.place import Place
from tools.bench.table import SCALE, Row
from tools.bench.visits import Visit, signed_in

USERS, MINUTES, THINKS = 200, 5, 10.0
READS = {
    "worker": ("/today", "/records", "/cases", "/find", "/referrals"),
    "room": ("/today", "/records", "/cases", "/find", "/referrals"),
    "lead": ("/today", "/board", "/referrals", "/cases", "/records"),
    "committee": ("/committee", "/referrals"),
}
WRITES = 0.2  # of what a worker does


def rows(place: Place) -> Iterator[Row]:
    people = _users()
    spent: dict[str, list[float]] = {"read": [], "write": []}
    wrong: list[str] = []
    seconds = max(20.0, MINUTES * 60 * SCALE)
    with place.served() as host:
        until = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=_work, args=(host, n, *one, until, spent, wrong))
            for n, one in enumerate(people)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    done = sum(map(len, spent.values()))
    for error in wrong[:3]:
        print(error)
    said = f"{len(people)} users, {seconds:.0f} s, {done / seconds:.0f} requests/s"
    for kind, target in (("read", 150), ("write", 300)):
        p50, p95 = statistics.median(spent[kind]), statistics.quantiles(spent[kind], n=20)[-1]
        yield Row(
            f"mixed load, {kind} p95", f"{said}, p50 {p50:.0f} ms", "–", p95, " ms", 480, target
        )
    yield Row(
        "mixed load, errors", f"{len(wrong)} of {done + len(wrong)}", "–", len(wrong), "", 0, 0
    )


def _users() -> list[tuple[str, str, str]]:
    """Session, role, and whom she may write a Record about."""
    from huiyin.access.models import Post  # noqa: PLC0415  -- django is set up by then
    from huiyin.residents.models import Person  # noqa: PLC0415

    chance, made = random.Random(1), []  # noqa: S311
    posts: list[Any] = list(
        Post.objects.filter(role__in=READS).select_related("user").order_by("pk")
    )
    for post in chance.sample(posts, min(USERS, len(posts))):
        person = (
            Person.objects.filter(unit=post.unit_id).order_by("pk").first()
            if post.unit_id
            else None
        )
        made.append((signed_in(post.user), post.role, str(person.pk) if person else ""))
    return made


def _work(
    host: str, n: int, session: str, role: str, person: str, until: float,
    spent: dict[str, list[float]], wrong: list[str],
) -> None:  # fmt: skip
    chance, user = random.Random(n), Visit(host, session)  # noqa: S311
    time.sleep(chance.uniform(0, min(THINKS, 5)))
    while time.perf_counter() < until:
        kind = "write" if person and chance.random() < WRITES else "read"
        begun = time.perf_counter()
        try:
            _write(user, person) if kind == "write" else user.get(chance.choice(READS[role]))
            spent[kind].append((time.perf_counter() - begun) * 1000)
        except (RuntimeError, OSError) as error:
            wrong.append(str(error))
        time.sleep(chance.uniform(0.5, 1.5) * THINKS)


def _write(user: Visit, person: str) -> None:
    from huiyin.core.ids import uuid7  # noqa: PLC0415  -- django is set up by then

    user.post(
        "/records/new",
        act=str(uuid7()),
        people=person,
        kind="visit",
        length="30",
        note="上门看了看，都好。",
    )
