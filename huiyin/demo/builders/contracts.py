"""The boundary, as a new house has it."""

from huiyin.contracts import defaults
from huiyin.contracts.models import BoundaryRule


def make_boundary() -> None:
    """The shipped rows; a test that emptied the database puts them back with this."""
    defaults.put(BoundaryRule)


def make_matter(code: str = "elder") -> BoundaryRule:
    """The row of the house for this matter."""
    make_boundary()
    return BoundaryRule.objects.current().get(unit="", matter=code)
