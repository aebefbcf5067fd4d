"""What an indicator of a contract can count: the measures, hung into the room below (model.md 2)."""

from huiyin.contracts import countable
from huiyin.insight import measures


def choices() -> list[tuple[str, str]]:
    return [(measure.id, f"{measure.name}（{measure.word}）") for measure in measures.every()]


countable.hung["measures"] = choices
