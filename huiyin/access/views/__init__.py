"""Pages of access: the door, one's own account, the administrators' offices, the lead's deputies."""

from huiyin.access.views import entrance, lead, offices, own
from huiyin.access.views.entrance import locked

__all__ = ["entrance", "lead", "locked", "offices", "own"]
