"""The rows behind a figure: as many as it says, in pages, each telling what this actor may know of it.

The length is the value whoever looks: a row out of sight is there as 受限, without name and without way in.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.insight import outside
from huiyin.insight.figures import Line, Period, month
from huiyin.insight.queries import telling
from huiyin.insight.queries.asking import allowed, question
from huiyin.insight.queries.counting import Question
from huiyin.insight.queries.naming import NO_CODE
from huiyin.insight.sources import Source

PAGE = 50
Found = list[tuple[Source, Any]]
LOST = "这一页找不到了。请从数字重新点进来。"


def rows(
    actor: Actor, measure_id: str, *, unit: str, since: date, until: date, by: str = "", part: str = "",
    after: str = "", n: int = PAGE,
) -> tuple[list[Line], str]:  # fmt: skip
    """The lines behind a figure, or behind one part of it, newest first; and the key of the next page, "" at the
    end. Σ n over all pages is the figure's value, or that part's."""
    period = Period(since, until)
    measure = allowed(actor, measure_id, unit, period, by)
    if outside.looking(actor):
        shown: tuple[list[Line], str] = outside.eyes["rows"](
            actor, measure_id, unit=unit, since=since, until=until, by=by, part=part, after=after, n=n
        )  # fmt: skip
        return shown
    q = question(actor, measure, unit, period, by)
    q, only = _narrowed(q, by, part) if part else (q, Q())
    return (
        _people(actor, q, only, after, n) if measure.persons else _lines(actor, q, only, after, n)
    )


def _narrowed(q: Question, by: str, part: str) -> tuple[Question, Q]:
    """One part of the figure: the same lines, fewer of them. `unit` by its own code: what it holds itself."""
    if by == "month":
        span = _month(part)
        since, until = max(span.since, q.period.since), min(span.until, q.period.until)
        return q.during(Period(since, until)), Q()
    if by == "unit":
        below = part.startswith(q.node)
        return (replace(q, node=part) if below else q), Q(l_unit=part) if _itself(part, q) else Q()
    code = "" if part == NO_CODE else part
    return q, Q(**{f"l_{by}": code}) if by in {"community", "klass"} else Q()


def _itself(part: str, q: Question) -> bool:
    return part == q.node or not part.startswith(q.node)


def _month(part: str) -> Period:
    try:
        return month(date.fromisoformat(f"{part}-01"))
    except ValueError as wrong:
        raise Refused(LOST) from wrong


def _lines(actor: Actor, q: Question, only: Q, after: str, n: int) -> tuple[list[Line], str]:
    """One source after the other, each walked by day and key."""
    first, edge = _edge(after)
    found: Found = []
    for place, source in list(enumerate(q.sources))[first:]:
        lot = source.lines(q.node, q.period, q.worker).filter(only)
        lot = lot.filter(_beyond(source, *edge)) if edge and place == first else lot
        ordered = lot.order_by(f"-{source.on}", "-pk")[: n + 1 - len(found)]
        found += [(source, row) for row in ordered]
    return telling.lines(found[:n], actor), _key(q, found, n)


def _beyond(source: Source, on: str, pk: UUID) -> Q:
    day: date = datetime.fromisoformat(on) if source.moment else date.fromisoformat(on)
    return Q(**{f"{source.on}__lt": day}) | Q(**{source.on: day, "pk__lt": pk})


def _key(q: Question, found: Found, n: int) -> str:
    """Where the next page begins: the place of the source, the day and key of the last row shown."""
    if len(found) <= n:
        return ""
    source, row = found[n - 1]
    on: Any = row
    for name in source.on.split("__"):
        on = getattr(on, name)
    return f"{q.sources.index(source)}~{on.isoformat()}~{row.pk}"


def _edge(after: str) -> tuple[int, tuple[str, UUID] | None]:
    if not after:
        return 0, None
    try:
        place, on, pk = after.split("~")
        datetime.fromisoformat(on)
        return int(place), (on, UUID(pk))
    except ValueError as wrong:
        raise Refused(LOST) from wrong


def _people(actor: Actor, q: Question, only: Q, after: str, n: int) -> tuple[list[Line], str]:
    """One line a person, with the last day and how often; of whichever of her files."""
    [source] = q.sources
    lot: QuerySet[Any] = source.lines(q.node, q.period, q.worker).filter(only)
    lot = lot.filter(l_person__gt=_person(after)) if after else lot
    each = lot.order_by().values("l_person").annotate(last=Max("l_on"), times=Sum("l_n"))
    found = list(each.order_by("l_person")[: n + 1])
    key = str(found[n - 1]["l_person"]) if len(found) > n else ""
    return telling.people(found[:n], actor), key


def _person(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError as wrong:
        raise Refused(LOST) from wrong
