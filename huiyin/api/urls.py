from collections import defaultdict
from typing import Any, cast

from django.urls import URLPattern, path, re_path

from huiyin.api import endpoints, views
from huiyin.api.http import api, operations

app_name = "api"


def _machine() -> list[URLPattern]:
    """Every operation's address, with what it asks for, method by method, where the census reads it."""
    asks: dict[str, dict[str, str]] = defaultdict(dict)
    for method, where, operation in operations():
        asks[where.lstrip("/")][method] = operation.auth_callbacks[0].capability  # type: ignore[attr-defined]
    made = {}
    for pattern in cast(
        "list[URLPattern]", api.urls[0]
    ):  # one an operation; an address has one view
        where, view = str(pattern.pattern), cast("Any", pattern.callback)
        told = asks[where.replace("<", "{").replace(">", "}")]
        made[where] = path(f"api/v1/{where}", views.machine(view, told), name=pattern.name)
    return [entry for where, entry in made.items() if where]


urlpatterns = [
    path("account/tokens", views.tokens, name="tokens"),
    path("account/tokens/panel", views.panel, name="panel"),
    path("account/tokens/new", views.make, name="make"),
    path("account/tokens/<uuid:pk>/end", views.end, name="end"),
    path("api/v1/openapi.json", views.page, name="openapi"),
    *_machine(),
    re_path(r"^api(?:/|$)", views.nowhere, name="nowhere"),
]
assert endpoints  # noqa: S101 -- importing it is what hangs the operations
