"""Every address asks for a capability; what is open to everyone is written here, and nowhere else."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, path

from huiyin.access.policy import CAPABILITIES
from huiyin.api.http import operations
from huiyin.core.http import allow, own, public
from tests.census import house

PUBLIC = {
    "sign-in": "the door",
    "sign-in/code": "the second factor, after the password",
    "sign-out": "and out again",
    "lookup": "查回音: receipt number and four digits, throttled",
    "can": "能不能转: the boundary, in public words",
    "privacy": "the privacy notice",
    "healthz": "whether the house is up",
    "api/v1/openapi.json": "what the API can be asked: shapes, nobody's rows",
    "^api(?:/|$)": "an address that is none, told in JSON",
}
THIRD_PARTY = {
    "sign-in": "allauth.account.views.LoginView",
    "sign-in/code": "allauth.mfa.base.views.AuthenticateView",
    "sign-out": "allauth.account.views.LogoutView",
    "account/confirm": "allauth.account.views.ReauthenticateView",
    "account/confirm/code": "allauth.mfa.base.views.ReauthenticateView",
}  # five of the 28 that allauth ships
Found = Iterable[tuple[str, URLPattern]]


def asked(pattern: URLPattern) -> set[str]:
    """What an address asks for: a page one thing, an address of the API one for each method."""
    machine: dict[str, str] = getattr(pattern.callback, "asks", {})
    return set(machine.values()) or {str(getattr(pattern.callback, "capability", ""))}


def unasked(found: Found) -> list[str]:
    return [where for where, pattern in found if "" in asked(pattern)]


def unknown(found: Found) -> list[str]:
    """Capabilities that stand on no policy page: nobody could ever hold them."""
    return [w for w, p in found if asked(p) - {*CAPABILITIES, "public", ""}]


def open_to_all(found: Found) -> set[str]:
    return {where for where, pattern in found if "public" in asked(pattern)}


def open_by_mistake(found: Found) -> list[str]:
    """Addresses that ask for a capability, or for a person, but ask neither to sign in nor for a token."""
    return [
        where
        for where, pattern in found
        if asked(pattern) != {"public"}
        and not hasattr(pattern.callback, "asks")
        and getattr(pattern.callback, "login_required", True) is False
    ]


def by_token(found: Found) -> set[str]:
    return {where for where, pattern in found if hasattr(pattern.callback, "asks")}


def said_otherwise(found: Found) -> list[str]:
    """Operations that ask for something else than their address says: the census reads the one, tokens meet the other."""
    machine = [(w, getattr(p.callback, "asks", {})) for w, p in found]
    told = {where.replace("<", "{").replace(">", "}"): asks for where, asks in machine}
    return [
        f"{method} {where}"
        for method, where, operation in operations()
        if [getattr(door, "capability", "") for door in operation.auth_callbacks]
        != [told.get(f"api/v1{where}", {}).get(method)]
    ]


def from_elsewhere(found: Found) -> dict[str, str]:
    """Addresses answered by a package: where, and by what."""
    answered = {}
    for where, pattern in found:
        view: Any = getattr(pattern.callback, "view_class", None)
        name = f"{view.__module__}.{view.__name__}" if view else pattern.callback.__module__
        if not name.startswith(("huiyin.", "tests.")):
            answered[where] = name
    return answered


def hidden(found: Found) -> list[str]:
    """Addresses that never answer, since an earlier one of the same spelling does."""
    first: dict[str, object] = {}
    return [w for w, p in found if first.setdefault(w, p.callback) is not p.callback]


def test_every_address_asks() -> None:
    assert unasked(house.patterns()) == []


def test_what_is_asked_for_can_be_held() -> None:
    assert unknown(house.patterns()) == []


def test_what_is_open_to_everyone_is_written_down() -> None:
    assert open_to_all(house.patterns()) == set(PUBLIC)


def test_tokens_open_the_api_and_nothing_else() -> None:
    found = list(house.patterns())

    assert {where for where in by_token(found) if not where.startswith("api/v1/")} == set()
    assert said_otherwise(found) == []


def test_the_api_opens_to_nobody_without_a_token(client: Client) -> None:
    answers = {
        f"{method} {where}": client.generic(
            method, f"/api/v1{re.sub('{.*?}', '0', where)}"
        ).status_code
        for method, where, _ in operations()
    }

    assert answers == dict.fromkeys(answers, 401)


def test_what_asks_for_someone_asks_to_sign_in() -> None:
    assert open_by_mistake(house.patterns()) == []


def test_five_addresses_of_allauth_and_no_more() -> None:
    assert from_elsewhere(house.patterns()) == THIRD_PARTY


def test_no_address_hides_another() -> None:
    assert hidden(house.patterns()) == []


def view(request: object) -> HttpResponse:
    return HttpResponse()


def test_planted_addresses_are_seen() -> None:
    bare = path("bare", view)
    made_up = path("made-up", allow("house.burn")(view))
    gate = path("gate", public(lambda request: HttpResponse()))

    class Elsewhere:
        __module__ = "some.package"

    def ajar(request: object) -> HttpResponse:
        return HttpResponse()

    mistaken = path("ajar", own(ajar))
    ajar.login_required = False  # type: ignore[attr-defined]
    foreign = path("foreign", allow("own")(view))
    foreign.callback.view_class = Elsewhere  # type: ignore[attr-defined]

    def machine(request: object) -> HttpResponse:
        return HttpResponse()

    machine.asks = {"GET": "own", "POST": ""}  # type: ignore[attr-defined]
    machine.login_required = False  # type: ignore[attr-defined]
    half = path("api/v1/me", machine)

    assert unasked([("bare", bare), ("gate", gate), ("api/v1/me", half)]) == ["bare", "api/v1/me"]
    assert open_by_mistake([("api/v1/me", half)]) == []
    assert "GET /residents" in said_otherwise([("api/v1/me", half)])
    assert "GET /me" not in said_otherwise([("api/v1/me", half)])
    assert by_token([("api/v1/me", half), ("bare", bare)]) == {"api/v1/me"}
    assert unknown([("made-up", made_up), ("gate", gate)]) == ["made-up"]
    assert open_to_all([("gate", gate), ("made-up", made_up)]) == {"gate"}
    assert open_by_mistake([("ajar", mistaken), ("gate", gate)]) == ["ajar"]
    assert from_elsewhere([("foreign", foreign), ("bare", bare)]) == {
        "foreign": "some.package.Elsewhere"
    }
    assert hidden([("x", bare), ("x", bare), ("x", gate)]) == ["x"]
