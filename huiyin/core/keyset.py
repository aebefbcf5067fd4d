"""Where one page of a list ends and the next begins: the moment and the id of its last row, as an address carries them."""

from datetime import UTC, datetime
from uuid import UUID


def key(at: datetime, pk: UUID) -> str:
    return f"{at.isoformat()}~{pk}"


def edge(text: str) -> tuple[datetime, UUID] | None:
    """The two of a key; one that nobody gave out, or that somebody cut short, is as none."""
    at, _, pk = text.partition("~")
    try:
        moment, last = datetime.fromisoformat(at), UUID(pk)
        return (moment.astimezone(UTC), last) if moment.tzinfo else None
    except (
        ValueError,
        OverflowError,
    ):  # the first and the last hours a calendar has cannot be told in UTC
        return None
