"""What may be written about a matter, and into a contract."""

from huiyin.contracts.forms.boundary import Edit
from huiyin.contracts.forms.contract import Draft, End, PutCap, PutIndicator, Serve

__all__ = ["Draft", "Edit", "End", "PutCap", "PutIndicator", "Serve"]
