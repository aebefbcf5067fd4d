"""What is counted: the lines behind every measure, defined once.

A source says which rows of one table are lines, and where on the row to read holder, day, community, class,
person, worker and the amount. Live counts, recounts and the lists of rows are all made from it (model.md 5,
"Definitions"). Each row is one line: two files of one person in one deed are told from two persons here
(`once`), so that nothing above must think of it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from huiyin.core import clock
from huiyin.core.codes import under
from huiyin.insight.figures import Period
from huiyin.loops.models import Loop, Milestone, Turn
from huiyin.loops.models import State as Promise
from huiyin.records.models import Klass, Record, RecordPerson, RecordWorker, State
from huiyin.residents.models import Merge

RECORDS, LOOPS, CLOCKS = (model._meta.db_table for model in (Record, Loop, Milestone))
MERGES = Merge._meta.db_table
SERVED = RecordPerson.Part.SERVED


@dataclass(frozen=True)
class Source:
    """`unit` … `worker` are paths from the row; an empty one: these lines have none."""

    code: str
    model: type[Model]
    where: Callable[[], Q]
    unit: str
    on: str  # a date, or a moment where `moment` says so
    table: str  # whose touches mean a recount
    community: str = ""
    klass: str = ""
    person: str = ""
    worker: str = ""
    n: str = ""  # the amount; without one each line counts one
    moment: bool = False

    def lines(self, node: str, period: Period, worker: UUID | None = None) -> QuerySet[Any]:
        """The lines of a node in a period, with `l_…` columns to group and to list by."""
        wanted = under(self.unit, node) & self.during(period) & self.where()
        rows: QuerySet[Any] = self.model._default_manager.filter(wanted)
        rows = rows.filter(**{self.worker: worker}) if worker else rows
        lines: QuerySet[Any] = rows.annotate(**self._columns())
        return lines

    def during(self, period: Period) -> Q:
        """A range over the column itself, so that an index can answer."""
        if not self.moment:
            return Q(**{f"{self.on}__range": period})
        after = date.fromordinal(period.until.toordinal() + 1)
        return Q(**{f"{self.on}__gte": clock.at(period.since), f"{self.on}__lt": clock.at(after)})

    def _columns(self) -> dict[str, Any]:
        zone: dict[str, Any] = {"tzinfo": clock.BEIJING} if self.moment else {}
        return {
            "l_unit": F(self.unit),
            "l_on": TruncDate(self.on, **zone) if self.moment else F(self.on),
            "l_month": TruncMonth(self.on, output_field=DateField(), **zone),
            "l_community": _text(self.community),
            "l_klass": _text(self.klass),
            "l_person": _root(self.person),
            "l_n": F(self.n) if self.n else Value(1, IntegerField()),
        }


def _text(path: str) -> Any:
    empty = Value("", CharField())
    return Coalesce(F(path), empty, output_field=CharField()) if path else empty


def _root(path: str) -> Any:
    """The person, whichever of her files the row names."""
    if not path:
        return Value(None, UUIDField())
    return Coalesce(F(f"{path}__merge__root"), F(path), output_field=UUIDField())


def once() -> Q:
    """Of two files of one person in one deed one counts: hers that is left, else the one written first."""
    twin = RecordPerson.objects.filter(record=OuterRef("record"), part=SERVED)
    twin = twin.filter(
        Q(person=OuterRef("person__merge__root"))
        | Q(person__merge__root=OuterRef("person__merge__root"), id__lt=OuterRef("id"))
    )
    return Q(person__merge__isnull=True) | Q(~Exists(twin))


def _deed(before: str) -> Q:
    """Kept, and no internal matter: supervision and training serve nobody."""
    return Q(**{f"{before}state": State.KEPT}) & ~Q(**{f"{before}klass": Klass.INTERNAL})


def _owed() -> Q:
    """Fell due: kept or past, in our court while unmet, and not taken back by the asker before its day.

    "Due" is a matter of time, so these lines ripen by themselves; `recount.ripen` touches their months.
    """
    due = Q(met_at__isnull=False) | Q(due_at__lte=clock.now(), loop__turn=Turn.US)
    taken_back = Q(loop__state=Promise.WITHDRAWN, loop__closed_at__lt=F("due_at"))
    return Q(code="answer", loop__kind="referral") & due & ~taken_back


_of_record: dict[str, Any] = {
    "unit": "record__unit", "on": "record__on", "community": "record__community", "klass": "record__klass",
    "table": RECORDS,
}  # fmt: skip
_of_loop: dict[str, Any] = {
    "unit": "unit", "community": "person__community", "person": "person", "worker": "owner", "moment": True,
    "table": LOOPS,
}  # fmt: skip
_of_clock: dict[str, Any] = {
    "unit": "unit", "on": "due_at", "community": "loop__person__community", "person": "loop__person",
    "worker": "loop__owner", "moment": True, "table": CLOCKS,
}  # fmt: skip

served = Source(
    "served", RecordPerson, lambda: Q(part=SERVED) & _deed("record__") & once(),
    person="person", worker="record__workers__user", **_of_record,
)  # fmt: skip
casework = Source(
    "casework", RecordPerson, lambda: Q(part=SERVED, thread__kind="case") & _deed("record__") & once(),
    person="person", worker="record__workers__user", **_of_record,
)  # fmt: skip
heads = Source(
    "heads", Record, lambda: Q(heads__gt=0) & _deed(""), unit="unit", on="on", community="community",
    klass="klass", worker="workers__user", n="heads", table=RECORDS,
)  # fmt: skip
opened = Source("opened", Loop, lambda: Q(kind="case"), on="opened_at", **_of_loop)
closed = Source(
    "closed", Loop, lambda: Q(kind="case", state=Promise.ANSWERED), on="closed_at", **_of_loop
)
due = Source("due", Milestone, _owed, **_of_clock)
in_time = Source("in_time", Milestone, lambda: _owed() & Q(met_at__lte=F("due_at")), **_of_clock)


def minutes(*classes: Klass) -> Source:
    """Minutes of each worker (工时) in kept deeds of these classes."""
    return Source(
        f"minutes.{'.'.join(classes)}", RecordWorker,
        lambda: Q(record__state=State.KEPT, record__klass__in=classes), worker="user", n="minutes", **_of_record,
    )  # fmt: skip
