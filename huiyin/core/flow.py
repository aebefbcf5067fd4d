"""The life-cycle of a noun, as one table. `state` is assigned here and nowhere else."""

from typing import Any

from django.db.models import Model

from huiyin.core.errors import Refused


class Flow:
    """`Flow({"accept": ({State.SENT}, State.ACCEPTED)}, words={"accept": "受理"})`.

    `move` sets the state or refuses in words; saving is the rule's own line.
    """

    def __init__(
        self, moves: dict[str, tuple[set[Any], Any]], *, words: dict[str, str], field: str = "state"
    ) -> None:
        self.moves, self.words, self.field = moves, words, field

    def may(self, row: Model, verb: str) -> bool:
        return getattr(row, self.field) in self.moves[verb][0]

    def move(self, row: Model, verb: str) -> None:
        if not self.may(row, verb):
            now = getattr(row, f"get_{self.field}_display")()
            raise Refused(f"这件事现在是“{now}”，不能{self.words[verb]}。请刷新页面看看最新情况。")
        setattr(row, self.field, self.moves[verb][1])
