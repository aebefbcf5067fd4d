"""Records arriving over the API: many phones at once, every one stored, each id once."""

import threading
import time
from collections.abc import Iterator
from uuid import UUID

from tools.bench.place import Place
from tools.bench.table import SCALE, Row
from tools.bench.visits import Visit

PHONES, EACH_WHOLE = 16, 600  # a phone's Records at full scale


def rows(place: Place) -> Iterator[Row]:
    from huiyin.records.models import Record  # noqa: PLC0415  -- django is set up by then

    phones = _tokens()
    each = max(60, round(EACH_WHOLE * SCALE))
    sent: list[UUID] = []
    refused: list[str] = []
    with place.served() as host:
        threads = [
            threading.Thread(target=_send, args=(host, token, person, each, sent, refused))
            for token, person in phones
        ]
        begun = time.perf_counter()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        seconds = time.perf_counter() - begun
    stored = Record.objects.filter(pk__in=sent).count()
    said = f"{stored} of {len(phones) * each} in {seconds:.1f} s, {PHONES} phones"
    if refused:
        print(refused[0])
    yield Row(
        "Records over the API, one by one", said, "–", stored / seconds, "/s", 50, 200, more=True
    )
    yield Row(
        "… of them stored",
        said,
        "–",
        100 * stored / (len(phones) * each),
        " %",
        100,
        100,
        more=True,
    )


def _tokens() -> list[tuple[str, str]]:
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


def _send(host: str, token: str, person: str, n: int, sent: list[UUID], refused: list[str]) -> None:
    from huiyin.core import clock  # noqa: PLC0415  -- django is set up by then
    from huiyin.core.ids import uuid7  # noqa: PLC0415

    phone, at = Visit(host, token=token), clock.now().isoformat()
    for _ in range(n):
        key = uuid7()
        body = {"id": str(key), "at": at, "minutes": 30, "kind": "visit", "class": "professional",
                "people": [person], "note": "血压平稳，聊了近况。"}  # fmt: skip
        try:
            phone.send("/api/v1/records", body)
            sent.append(key)
        except (RuntimeError, OSError) as error:
            refused.append(str(error))
