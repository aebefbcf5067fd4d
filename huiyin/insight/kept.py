"""Every measure goes into a backup's list as it was counted then, and is counted again after a restore."""

from datetime import date
from functools import partial

from huiyin.core import clock
from huiyin.core.keeping import hung
from huiyin.insight import measures
from huiyin.insight.figures import Period
from huiyin.insight.measures import Measure
from huiyin.insight.queries import counting

EVER = date(2000, 1, 1)


def total(measure: Measure) -> int:
    """From the lines, of the whole house: what the roll-ups are recounted from."""
    q = counting.Question.of(measure, "", Period(EVER, clock.today()))
    return sum(counting.live(q).values())


for measure in measures.every():
    hung.figures[measure.id] = partial(total, measure)
