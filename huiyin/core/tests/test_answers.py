"""Every answer carries its headers and a number; every failure is a Chinese page that says what to do."""

import re

import pytest
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.http import allow, own, public
from huiyin.core.middleware import failed

CSP = {
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'self'",
    "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}
RAISES = {
    "refused": Refused("先问站长。"),
    "denied": NotAllowed("loop.assign"),
    "unseen": Unseen("x"),
    "away": OperationalError("gone"),
    "broken": ZeroDivisionError("1138"),
}


@public
def breaks(request, how):
    if how == "moved":
        return HttpResponse(status=302, headers={"Location": "/there"})
    raise RAISES[how]


@public
def goes(request, to):
    from django.shortcuts import redirect  # noqa: PLC0415

    answer = redirect(f"/{to}?next=/x")
    answer.set_cookie("kept", "1")
    return answer


@allow("loop.assign")
def guarded(request):
    return HttpResponse("ok")


urlpatterns = [
    path("breaks/<str:how>", breaks),
    path("goes/<str:to>", goes),
    path("guarded", guarded),
    path("", include("config.urls")),
]
handler500 = failed
here = override_settings(ROOT_URLCONF="huiyin.core.tests.test_answers")


@pytest.fixture
def web(db):
    with here:
        yield Client(raise_request_exception=False)


def headers_of(answer) -> tuple[set[str], dict[str, str]]:
    csp = set(answer.headers["Content-Security-Policy"].split("; "))
    return csp, {name: answer.headers[name] for name in HEADERS}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200), ("/", 302), ("/nowhere", 404), ("/static/style.css", 200),
        ("/static/nowhere.css", 404), ("/breaks/refused", 409), ("/breaks/denied", 403),
        ("/breaks/unseen", 404), ("/breaks/away", 503), ("/breaks/broken", 500), ("/sign-out", 405),
    ],
)  # fmt: skip
def test_every_answer_carries_every_header(web, path, status):
    answer = web.get(path)
    answer.close()

    assert answer.status_code == status
    assert headers_of(answer) == (CSP, HEADERS)
    assert re.fullmatch(r"\d{4}-\d{4}", answer["X-Request-Number"])


def test_so_does_a_request_under_a_wrong_name_or_with_a_stale_token(web, settings):
    wrong = web.get("/sign-in", headers={"host": "elsewhere.example"})
    stale = Client(enforce_csrf_checks=True).post("/sign-in", {"login": "lin", "password": "x"})
    settings.SECURE_SSL_REDIRECT = True
    bare = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})

    assert [a.status_code for a in (wrong, stale, bare)] == [400, 403, 400]
    assert [headers_of(a) for a in (wrong, stale, bare)] == [(CSP, HEADERS)] * 3
    assert "这一页放得太久了" in stale.content.decode()


def test_pages_are_kept_by_nobody_and_static_files_for_long(web):
    assert web.get("/sign-in")["Cache-Control"].count("no-store") == 1
    sheet = web.get("/static/style.css")
    sheet.close()
    assert "max-age" in sheet["Cache-Control"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("refused", "先问站长。"),
        ("denied", "不归您这个岗位看"),
        ("unseen", "没有您要找的"),
        ("away", "正在恢复"),
        ("broken", "那边出了问题"),
    ],
)
def test_a_failure_is_a_chinese_page_with_the_number_to_quote(web, how, words):
    answer = web.get(f"/breaks/{how}")
    page = answer.content.decode()

    assert words in page
    assert answer["X-Request-Number"] in page
    assert "Traceback" not in page
    assert "1138" not in page


def test_a_database_that_is_away_may_be_asked_again_soon(web):
    assert web.get("/breaks/away")["Retry-After"] == "5"
    assert "Retry-After" not in web.get("/breaks/broken")


class DiskFull(Exception):
    """As psycopg names it."""

    sqlstate = "53100"


def full_on_postgresql():
    error = OperationalError("could not extend file")
    error.__cause__ = DiskFull()
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (full_on_postgresql(), 507),
        (OperationalError("disk I/O error"), 503),
        (ValueError("database or disk is full"), 500),
    ],
)
def test_a_disk_that_is_full_is_said_to_be_full(web, monkeypatch, lin, error, status):
    web.force_login(lin)

    def fails(user):
        raise error

    monkeypatch.setattr("huiyin.access.actors.posts_of", fails)
    answer = web.get("/account")

    assert answer.status_code == status
    assert ("那边的磁盘满了" in answer.content.decode()) is (status == 507)


def test_a_database_that_is_away_before_the_page_begins_is_no_other(web, monkeypatch, lin):
    web.force_login(lin)

    def away(user):
        raise OperationalError("gone")

    monkeypatch.setattr("huiyin.access.actors.posts_of", away)
    answer = web.get("/account")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "正在恢复" in answer.content.decode()


FRAGMENT = {"HX-Request": "true"}


def test_a_refusal_to_a_fragment_is_the_sentence_alone(web):
    answer = web.get("/breaks/refused", headers=FRAGMENT)

    assert (answer.status_code, "<html" in answer.content.decode()) == (409, False)
    assert "先问站长。" in answer.content.decode()


def test_a_fragment_is_told_where_to_go_and_to_sign_in_first(web):
    gone = web.get("/goes/there", headers=FRAGMENT)
    away = web.get("/goes/sign-in", headers=FRAGMENT)

    assert (gone.status_code, gone["HX-Redirect"], "Location" in gone) == (
        204,
        "/there?next=/x",
        False,
    )
    assert (away.status_code, away["X-Sign-In"], "Location" in away) == (401, "/sign-in", False)
    assert gone.cookies["kept"].value == "1"
    assert headers_of(gone) == headers_of(away) == (CSP, HEADERS)


def test_a_page_is_sent_on_as_ever(web):
    assert web.get("/goes/there").url == "/there?next=/x"
    assert web.get("/breaks/moved", headers=FRAGMENT).status_code == 302


def test_a_guard_asks_for_its_capability(web, lin, chen):
    assert web.get("/guarded").status_code == 302
    web.force_login(lin)
    assert web.get("/guarded").status_code == 403
    web.force_login(chen)
    assert web.get("/guarded").content == b"ok"


def test_a_view_says_what_it_asks_for():
    def plain(request):
        return HttpResponse()

    asks = [getattr(view, "capability", "") for view in (guarded, breaks, own(plain))]
    assert asks == ["loop.assign", "public", "own"]
