"""Every address asks for a capability; what is open to everyone is written here, and nowhere else."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from huiyin.access.policy import CAPABILITIES
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
}
THIRD_PARTY = {
    "sign-in": "allauth.account.views.LoginView",
    "sign-in/code": "allauth.mfa.base.views.AuthenticateView",
    "sign-out": "allauth.account.views.LogoutView",
    "account/confirm": "allauth.account.views.ReauthenticateView",
    "account/confirm/code": "allauth.mfa.base.views.ReauthenticateView",
}  # five of the 28 that allauth ships
Found = Iterable[tuple[str, URLPattern]]


def asked(pattern: URLPattern) -> str:
    return str(getattr(pattern.callback, "capability", ""))


def unasked(found: Found) -> list[str]:
    return [where for where, pattern in found if not asked(pattern)]


def unknown(found: Found) -> list[str]:
    """Capabilities that stand on no policy page: nobody could ever hold them."""
    return [w for w, p in found if asked(p) and asked(p) not in {*CAPABILITIES, "public"}]


def open_to_all(found: Found) -> set[str]:
    return {where for where, pattern in found if asked(pattern) == "public"}


def open_by_mistake(found: Found) -> list[str]:
    """Addresses that ask for a capability, or for a person, but do not ask to sign in."""
    return [
        where
        for where, pattern in found
        if asked(pattern) != "public" and getattr(pattern.callback, "login_required", True) is False
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

    assert unasked([("bare", bare), ("gate", gate)]) == ["bare"]
    assert unknown([("made-up", made_up), ("gate", gate)]) == ["made-up"]
    assert open_to_all([("gate", gate), ("made-up", made_up)]) == {"gate"}
    assert open_by_mistake([("ajar", mistaken), ("gate", gate)]) == ["ajar"]
    assert from_elsewhere([("foreign", foreign), ("bare", bare)]) == {
        "foreign": "some.package.Elsewhere"
    }
    assert hidden([("x", bare), ("x", bare), ("x", gate)]) == ["x"]
