"""The two answers that are a no: "not like this" and "not you"."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """A rule of the work forbids it. One Chinese sentence that says what to do; 409 on a page."""

    def __str__(self) -> str:
        return str(self.args[0])


class NotAllowed(PermissionDenied):
    """The actor's post does not hold the capability; 403 on a page, and a line in the journal."""

    def __init__(self, capability: str) -> None:
        super().__init__(capability)
        self.capability = capability


class Unseen(Exception):
    """A row given to a rule is not in the actor's sight: to her it is not there; 404 on a page."""
