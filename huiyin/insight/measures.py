"""The measures, declared: what each is called, what it counts, and for whom it can be parted (blueprint 9).

Ids do not change. A measure is here when its rows are; nothing is declared that cannot be counted.
"""

from dataclasses import dataclass

from huiyin.core.errors import Unseen
from huiyin.insight import leftovers as left
from huiyin.insight import sources
from huiyin.insight.leftovers import Left
from huiyin.insight.sources import Source
from huiyin.records.models import Klass

SERVICE = (Klass.PROFESSIONAL, Klass.ADMIN, Klass.EMERGENCY)
ALL = ("month", "unit", "community", "klass", "worker")
NO_CLASS = ("month", "unit", "community", "worker")


@dataclass(frozen=True)
class Measure:
    """`behind`: the source whose persons stand behind a cell, for the hiding of small cells; `only`: of these
    classes. `persons`: the value is how many different residents, not how many lines."""

    id: str
    name: str
    says: str
    word: str
    sources: tuple[Source, ...]
    by: tuple[str, ...] = ALL
    of: str = ""  # the measure it is a part of
    per: int = 1  # how many of what is kept make one of what is shown
    persons: bool = False
    behind: Source | None = None
    only: tuple[Klass, ...] = ()
    not_counted: tuple[Left, ...] = ()

    def amount(self, value: int) -> int | float:
        """As it is shown and told outside: minutes as hours with one decimal, everything else as it is."""
        return round(value / self.per, 1) if self.per > 1 else value


def _hours(id_: str, name: str, says: str, *classes: Klass) -> Measure:
    internal = Klass.INTERNAL in classes
    return Measure(
        id_, name, says, "小时", (sources.minutes(*classes),), per=60, behind=sources.served, only=classes,
        not_counted=(left.void,) if internal else left.DEEDS,
    )  # fmt: skip


_MEASURES = (
    Measure(
        "cases.opened", "新开个案", "开案日期在这段时间里的个案，一个数一件；短期服务也在内。", "件",
        (sources.opened,), by=NO_CLASS, behind=sources.opened,
    ),
    Measure(
        "cases.closed", "结案", "在这段时间里结束、并给出答复的个案，一个数一件。后来重开的，不再算结案。", "件",
        (sources.closed,), by=NO_CLASS, behind=sources.closed,
        not_counted=(left.withdrawn,),
    ),
    Measure(
        "casework.persons", "个案服务对象", "这段时间里在个案中得到服务的居民，全区一人只数一次。", "人",
        (sources.casework,), persons=True, behind=sources.casework, not_counted=(*left.PEOPLE, left.no_case),
    ),
    Measure(
        "casework.person_times", "个案服务人次", "归到个案的服务记录里，每次每位服务对象数一次。", "人次",
        (sources.casework,), behind=sources.casework, not_counted=(*left.PEOPLE, left.no_case),
    ),
    Measure(
        "service.persons", "服务居民", "这段时间里得到服务、记了名字的居民，全区一人只数一次。", "人",
        (sources.served,), persons=True, behind=sources.served, not_counted=(*left.PEOPLE, left.unnamed),
    ),
    Measure(
        "service.person_times", "服务人次", "每次服务里每位居民数一次，没记名字的按人数加上。", "人次",
        (sources.served, sources.heads), behind=sources.served, not_counted=left.PEOPLE,
    ),
    _hours(
        "service.hours", "服务工时", "每位社工在服务记录里的分钟数相加；两人同去，两人都算。内部的事不在内。", *SERVICE
    ),
    _hours("professional.hours", "专业服务工时", "服务工时里类别是专业服务的。", Klass.PROFESSIONAL),
    _hours("admin.hours", "行政协作工时", "服务工时里类别是行政协作的。", Klass.ADMIN),
    _hours("emergency.hours", "突发应急工时", "服务工时里类别是突发应急的。", Klass.EMERGENCY),
    _hours(
        "internal.hours", "内部工时", "督导、培训、会议等内部的事，每位社工的分钟数相加；不算进任何服务数字。",
        Klass.INTERNAL,
    ),
    Measure(
        "referrals.due", "到期应答复的转介",
        "答复时限落在这段时间里、已经答复或者已经到期的转介。等转介人补充的不算到期；转给别的站的，两个站各欠一次答复。",
        "件", (sources.due,), by=NO_CLASS, behind=sources.due, not_counted=left.ANSWERS,
    ),
    Measure(
        "referrals.answered_in_time", "按时答复的转介", "到期应答复的转介里，在时限以内答复了受不受理的。", "件",
        (sources.in_time,), by=NO_CLASS, of="referrals.due", behind=sources.in_time,
        not_counted=left.ANSWERS,
    ),
)  # fmt: skip
_by_id = {measure.id: measure for measure in _MEASURES}


def of(id_: str) -> Measure:
    """To whoever asks for a measure that is not declared it is not there."""
    if id_ not in _by_id:
        raise Unseen(id_)
    return _by_id[id_]


def every() -> tuple[Measure, ...]:
    return _MEASURES
