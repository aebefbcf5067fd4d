"""Figures from room to nation over 17,000 stations × 12 months × 40 measures of roll-ups, beside one scan of them."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tools.bench.place import Place
from tools.bench.table import SCALE, Row, taken

STATIONS, MONTHS, MEASURES = 17_000, 12, 40
YEAR = 2025


def rows(place: Place) -> Iterator[Row]:
    """The scan is what a table without any index would cost: every row, summed once."""
    from django.db import connection  # noqa: PLC0415  -- django is set up by then

    from huiyin.access.policy import ROLES  # noqa: PLC0415
    from huiyin.core.actor import Actor  # noqa: PLC0415

    cells = _fill(max(170, round(STATIONS * SCALE)))
    nation = Actor(can=frozenset(ROLES["hub"].can), rows="reach", reach=("",), role="hub")

    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sum(value) FROM insight_rollup")
            cursor.fetchall()

    for name, unit, by in (
        ("nation", "", ""), ("nation by province", "", "unit"), ("nation by month", "", "month"),
        ("province", "11", ""), ("station by month", "110000000A", "month"),
    ):  # fmt: skip
        ours, least = taken(_asker(nation, unit, by), scan, times=5)
        limit = f"{least.said()}, {cells:,} cells"
        yield Row(
            f"figure: {name} ÷ one scan", ours.said(), limit, ours.p50 / least.p50, "×", 1, 0.3
        )


def _asker(actor: Any, unit: str, by: str) -> Callable[[], object]:
    from huiyin.insight import queries  # noqa: PLC0415  -- django is set up by then

    since, until = date(YEAR, 1, 1), date(YEAR, 12, 31)
    return lambda: queries.figure(
        actor, "service.person_times", unit=unit, since=since, until=until, by=by
    )


def _fill(stations: int) -> int:
    """Leaves for every station, and the rows of whole districts that the upper levels read; the last measures of the
    forty have names of their own, since not all of them can be counted yet."""
    from django.db import connection  # noqa: PLC0415  -- django is set up by then

    from huiyin.insight import measures  # noqa: PLC0415

    known = [measure.id for measure in measures.every()]
    names = known + [f"bench.{n}" for n in range(MEASURES - len(known))]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_rollup")
        for whole in (False, True):
            cursor.execute(_insert(whole), [max(1, stations // 8) if whole else stations, names])
        cursor.execute("UPDATE insight_lane SET counted_at = now()")
        cursor.execute("ANALYZE insight_rollup")
        cursor.execute("SELECT count(*) FROM insight_rollup")
        return int(cursor.fetchone()[0])


def _insert(whole: bool) -> str:
    """Codes as the country's: ten provinces, their districts in turn, eight stations to a district."""
    d = "s" if whole else "(s / 8)"
    district = f"(11 + 5 * mod({d}, 10))::text || lpad(({d} / 10)::text, 4, '0')"
    unit = district if whole else f"{district} || lpad(mod(s, 8)::text, 3, '0') || 'A'"
    return f"""INSERT INTO insight_rollup (id, unit, month, measure, community, klass, whole, value)
      SELECT gen_random_uuid(), {unit}, make_date({YEAR}, mo, 1), m, '', '', {whole}, (random() * 100)::int
      FROM generate_series(0, %s - 1) s, generate_series(1, {MONTHS}) mo, unnest(%s::text[]) m"""  # noqa: S608  # nosec B608 -- no word from outside
