"""A denied attempt is journalled too, after the rollback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from huiyin.audit.rule import deny
from huiyin.core.errors import NotAllowed


class Denials:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        actor = getattr(request, "actor", None)
        if isinstance(error, NotAllowed) and actor is not None and actor.known:
            deny(error.capability, actor)
