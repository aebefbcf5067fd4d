"""The guard of every view: who asks, and whether her post may."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed


class Request(HttpRequest):
    """What the middlewares add: the actor, the number an error page quotes, and whether a fragment is asked."""

    actor: Actor
    number: str
    fragment: bool


class View(Protocol):
    def __call__(self, request: Request, /, *args: Any, **kwargs: Any) -> HttpResponse: ...


def allow(capability: str) -> Callable[[View], View]:
    """The view asks for this capability of the policy page; the census reads it back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, /, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.may(capability):
                raise NotAllowed(capability)
            return view(request, *args, **kwargs)

        cast("Any", guarded).capability = capability
        return guarded

    return decorate


def public(view: View) -> View:
    """Open without signing in. The census holds the whole list of these."""
    cast("Any", view).capability = "public"
    return cast("View", login_not_required(cast("Any", view)))


def own(view: View) -> View:
    """For everyone who is signed in, whatever her post: her own account, her own messages."""
    cast("Any", view).capability = "own"
    return view


def is_fragment(request: HttpRequest) -> bool:
    """Asked for by htmx or by a form island, which put the answer into the page that is already there."""
    return request.headers.get("HX-Request") == "true"
