"""Raw cells, for the cube that is published: numbers and how many persons stand behind each."""

from collections.abc import Sequence

from huiyin.insight import measures
from huiyin.insight.figures import Cell, Period


def tally(
    measure_id: str, nodes: Sequence[str], periods: Sequence[Period], by: str = ""
) -> list[Cell]:
    """Every cell of these nodes (district, station, room codes) and whole-month periods, parted `by` month,
    community or klass where asked. Cells of nothing are left out. No actor: whoever calls decides who sees."""
    raise NotImplementedError(measures.of(measure_id))
