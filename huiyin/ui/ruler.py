"""The clock of a promise as a picture: one cell per working day, and the words that carry it.

`places` builds it (it knows which days count), the `ruler` tag draws it (design/language.md 5).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Ruler:
    """At most six cells; above six working days one cell stands for several days."""

    cells: tuple[str, ...]  # each "past", "coming" or "late"; the stop is after the last not late
    words: str  # 还剩 3 个工作日
    state: str  # "coming", "soon", "late" or "done"
    due: datetime | None  # aware; None: nothing is promised by a date
    why: str  # the rule the date comes from, in one Chinese phrase; may be empty
