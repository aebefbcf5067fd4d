"""Which cells of the roll-ups are behind the rows they were made of: there the lines themselves are counted.

So a number within a district is always that of the list behind it, whenever it is read; above a district it is
that of the roll-ups, with the moment up to which nothing is missing (ADR 0017).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q

from huiyin.audit.counted import lane_of, month_of
from huiyin.audit.models import LANES, Touch
from huiyin.core import clock
from huiyin.core.codes import under
from huiyin.core.errors import Refused
from huiyin.insight.figures import Period, month
from huiyin.insight.models import Lane
from huiyin.insight.queries.counting import DISTRICT, Counts, Question, kept, live
from huiyin.insight.sources import CLOCKS
from huiyin.loops.models import Milestone


@dataclass(frozen=True)
class Behind:
    """For one node and one period, whatever the measure: the touched months by table.

    `never`: not everything was counted yet. `oldest`: when the first touch still waiting was written.
    """

    months: dict[str, frozenset[date | None]]
    never: bool
    oldest: datetime

    def of(self, tables: Iterable[str]) -> frozenset[date | None]:
        return frozenset[date | None]().union(*(self.months.get(t, ()) for t in tables))


def behind(node: str, period: Period) -> Behind:
    """Three questions, once for all the figures of a page. A merge may change any month, and other holders."""
    now, span = clock.now(), Q(month__range=(period.since.replace(day=1), period.until))
    holders = under("unit", node) & span | under("unit", node[:DISTRICT]) & Q(month__isnull=True)
    touches = Touch.objects.filter(holders).order_by().values_list("table", "month")
    found: dict[str, set[date | None]] = {}
    oldest = now
    for table, touched, at in touches.annotate(first=Min("at")):
        found.setdefault(table, set()).add(touched)
        oldest = min(oldest, at)
    lanes = list(Lane.objects.filter(n__in=_lanes(node), counted_at__isnull=False))
    if lanes and len(node) >= DISTRICT:
        found.setdefault(CLOCKS, set()).update(_ripened(node, lanes[0].ripe_at, now))
    never = len(lanes) < len(_lanes(node))
    return Behind({t: frozenset(m) for t, m in found.items()}, never, oldest)


def _lanes(node: str) -> Sequence[int]:
    return range(LANES) if len(node) < DISTRICT else [lane_of(node)]


def _ripened(node: str, since: datetime, now: datetime) -> set[date | None]:
    """Months in which something has fallen due since the lane was last looked at."""
    waiting = Milestone.objects.unmet().filter(
        under("unit", node), due_at__gt=since, due_at__lte=now
    )
    return {month_of(at) for at in waiting.values_list("due_at", flat=True)}


def counted(q: Question, known: Behind) -> Counts:
    """The roll-ups where they are up to date, the lines where they are not."""
    stale = known.of(q.tables)
    if q.above and (known.never or not q.period.whole):
        raise Refused("区以上的数字由各区按整月汇总。请选整月；刚装好的，过几分钟再看。")
    if q.above:
        return kept(q)
    if q.worker or not q.period.whole or known.never or None in stale:
        return live(q)
    if not stale:
        return kept(q)
    if q.persons and "l_month" not in q.columns:
        return live(q)  # who is counted in one month must not be counted again in another
    found: Counts = Counter()
    for first in q.period.months:
        found.update((live if first in stale else kept)(q.during(month(first))))
    return found


def up_to(node: str, known: Behind) -> datetime:
    """What was changed before this moment is in the figure."""
    return known.oldest if len(node) < DISTRICT else clock.now()
