"""Whatever is sent, the answer is JSON with a Chinese sentence, and never a traceback."""

import json

import pytest
from django.db import OperationalError

from huiyin.api import errors, reads
from huiyin.api.tests.conftest import machine, told
from huiyin.audit.models import Entry, Outcome
from huiyin.core import middleware
from huiyin.core.ids import uuid7

FAR = "[" * 5000


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b'{"id": NaN}', b'{"note": "\\ud800"}', FAR.encode()],
)  # fmt: skip
@pytest.mark.parametrize(
    "where", ["records", "referrals/01a201b2-2096-7281-b759-8a33964febda/accept"]
)
def test_what_is_no_json_object_is_told(lin, raw, where):
    status, said = told(machine(lin).send(where, raw))

    assert (status, set(said)) == (422, {"error", "fields"})
    assert said["fields"] != {}


def test_a_body_of_another_kind_is_told(lin):
    for kind in (
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
    ):
        assert told(machine(lin).send("records", b"id=1", kind)) == (
            415, {"error": errors.NOT_JSON_TYPE, "fields": {}},
        )  # fmt: skip


def test_a_body_that_is_too_big_is_told(lin, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert told(machine(lin).post("records", {"note": "长" * 1000}))[0] == 413


@pytest.mark.parametrize(
    ("method", "where", "status"),
    [
        ("GET", "nowhere", 404), ("POST", "", 404), ("GET", "records/7", 422), ("GET", "records/7/8", 404),
        ("DELETE", "records", 405), ("PUT", "me", 405), ("HEAD", "me", 405), ("OPTIONS", "me", 405),
        ("PATCH", "records/01a201b2-2096-7281-b759-8a33964febda", 405),
    ],
)  # fmt: skip
def test_an_address_or_a_method_that_is_none_is_told(lin, method, where, status):
    asking = machine(lin)

    answer = asking.client.generic(method, f"/api/v1/{where}", headers=asking.headers)

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")
    assert method == "HEAD" or json.loads(answer.content)["error"]
    assert ("Allow" in answer.headers) is (status == 405)


def test_a_question_nobody_knows_is_told(lin):
    """A misspelt filter would show the wrong rows."""
    assert told(machine(lin).get("loops", sate="answered")) == (
        422, {"error": "有 1 项要改，见 fields。", "fields": {"sate": "没有这一项，请去掉。"}},
    )  # fmt: skip


def test_a_method_cannot_be_put_on_from_outside(lin):
    asking = machine(lin)

    answer = asking.client.get(
        "/api/v1/me", headers={**asking.headers, "X-HTTP-Method-Override": "DELETE"}
    )

    assert answer.status_code == 200
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_what_fails_is_told_with_a_number_and_what_is_away_may_be_asked_again(lin, monkeypatch):
    asking = machine(lin)
    monkeypatch.setattr(reads, "me", lambda by: 1 / 0)
    answer = asking.get("me")
    number = answer.headers["X-Request-Number"]
    assert told(answer) == (500, {"error": middleware.FAILED.format(number), "fields": {}})

    def away(by):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(reads, "me", away)
    answer = asking.get("me")
    assert told(answer) == (503, {"error": middleware.AWAY, "fields": {}})
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError, 500), (OperationalError, 503)])
def test_what_fails_before_the_api_is_reached_is_told_in_json_too(lin, monkeypatch, error, status):
    def broken(*_):
        raise error("somewhere")

    asking = machine(lin)
    asking.client.force_login(lin)
    monkeypatch.setattr("huiyin.access.actors.posts_of", broken)

    assert told(asking.get("me"))[0] == status


def test_a_denied_attempt_is_journalled(tang):
    status, said = told(machine(tang).post("records", {}))

    assert (status, said["error"]) == (403, "这个岗位不做这件事：记一笔。")
    entry = Entry.objects.get(outcome=Outcome.DENIED)
    assert (entry.verb, entry.user) == ("record.write", tang.pk)


def test_a_no_comes_before_the_body_is_looked_at(tang, client):
    assert told(client.post("/api/v1/records", b"{", content_type="application/json"))[0] == 401
    assert told(machine(tang).send("records", b"{"))[0] == 403


def test_what_is_unknown_to_the_words_is_still_a_sentence():
    assert errors.fields_of([{"loc": ("body", "given", "x"), "type": "frozen", "msg": "y"}]) == {
        "x": "这一项写得不对。"
    }
    assert errors.fields_of([{"loc": (), "type": "value_error", "msg": "说不清。"}]) == {
        "body": "说不清。"
    }


def test_a_person_of_nobody_is_not_there(lin):
    assert told(machine(lin).get(f"residents/{uuid7()}")) == (
        404,
        {"error": errors.UNSEEN, "fields": {}},
    )
