"""What a rule holds until its transaction ends, so that what it looked up is still true when it writes."""

from huiyin.places.models import Area


def hold_numbers(district: str) -> None:
    """Nobody else makes a number known in this district meanwhile.

    SQLite has one writer; the unique constraint guards both engines.
    """
    list(Area.objects.select_for_update(no_key=True).filter(pk=district))
