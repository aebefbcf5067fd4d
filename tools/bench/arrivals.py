"""Records arriving over the API: many phones at once, one by one and as a day's worth at a time, every one stored."""

import threading
import time
from collections.abc import Iterator
from uuid import UUID

from tools.bench.place import Place
from tools.bench.table import SCALE, Row
from tools.bench.visits import Visit

PHONES, EACH_WHOLE, DAY = 16, 600, 20  # a phone's Records at full scale; of one day
Phones = list[tuple[str, str]]


def rows(place: Place) -> Iterator[Row]:
    phones = _tokens()
    each = max(60, round(EACH_WHOLE * SCALE))
    with place.served() as host:
        yield from _arriving(host, phones, each, 1, "one by one")
        yield from _arriving(host, phones, 2 * each, DAY, f"{DAY} at a time")


def _arriving(host: str, phones: Phones, each: int, batch: int, how: str) -> Iterator[Row]:
    from huiyin.records.models import Record  # noqa: PLC0415  -- django is set up by then

    sent, refused = list[UUID](), list[str]()
    threads = [
        threading.Thread(target=_send, args=(host, *phone, each, batch, sent, refused))
        for phone in phones
    ]
    begun = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    seconds = time.perf_counter() - begun
    stored, wanted = Record.objects.filter(pk__in=sent).count(), len(phones) * each
    print(*refused[:1])
    said = f"{stored} of {wanted} in {seconds:.1f} s, {len(phones)} phones"
    yield Row(f"Records over the API, {how}", said, "–", stored / seconds, "/s", 50, 200, more=True)
    yield Row("… of them stored", said, "–", 100 * stored / wanted, " %", 100, 100, more=True)


def _tokens() -> Phones:
    """Of as many workers: a token, and a person each of them serves."""
    from huiyin.access import actors  # noqa: PLC0415  -- django is set up by then
    from huiyin.access.models import Post  # noqa: PLC0415
    from huiyin.api import queries, rules  # noqa: PLC0415
    from huiyin.core.ids import uuid7  # noqa: PLC0415
    from huiyin.residents.models import Person  # noqa: PLC0415

    made = []
    for post in Post.objects.filter(role="room").select_related("user").order_by("unit")[:PHONES]:
        act, by = uuid7(), actors.actor_of(post.user, post)
        rules.make(by=by, act=act, post=post, name="bench")
        person = Person.objects.filter(unit=post.unit_id).order_by("pk").first()
        assert person  # noqa: S101
        made.append((queries.plain(act, post.user.pk), str(person.pk)))
    return made


def _send(
    host: str, token: str, person: str, each: int, batch: int, sent: list[UUID], refused: list[str]
) -> None:
    from huiyin.core import clock  # noqa: PLC0415  -- django is set up by then
    from huiyin.core.ids import uuid7  # noqa: PLC0415

    phone, at = Visit(host, token=token), clock.now().isoformat()
    for first in range(0, each, batch):
        keys = [uuid7() for _ in range(min(batch, each - first))]
        bodies = [
            {"id": str(key), "at": at, "minutes": 30, "kind": "visit", "class": "professional",
             "people": [person], "note": "血压平稳，聊了近况。"}
            for key in keys
        ]  # fmt: skip
        try:
            phone.send("/api/v1/records", bodies[0] if batch == 1 else {"records": bodies})
            sent += keys
        except (RuntimeError, OSError) as error:
            refused.append(str(error))
