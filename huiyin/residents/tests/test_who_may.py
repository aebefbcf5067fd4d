"""Who may open which page about a person; everybody of the cast, with exact statuses."""

import pytest
from django.test import Client

from huiyin.core.ids import uuid7
from huiyin.demo.builders import residents as make
from huiyin.residents.models import Consent

EVERYONE = ("lin", "chen", "he", "zheng", "zhao", "zhou", "tang", "sun", "wu", "gao", "an", "shen")


def statuses(request, xiang, method, path, data):
    """Status for everyone of the cast, each signed in as herself."""
    found = {}
    for who in EVERYONE:
        client = Client()
        client.force_login(request.getfixturevalue(who))
        sent = data | ({"act": str(uuid7())} if method == "post" else {})
        found[who] = getattr(client, method)(path.format(pk=xiang.pk), sent).status_code
    return found


NOBODY = dict.fromkeys(("tang", "sun", "wu", "gao", "an", "shen"), 403)
FAR = dict.fromkeys(("he", "zheng", "zhao", "zhou"), 404)
STATION = {"lin": 200, "chen": 200}
LEAD_ONLY = {"lin": 403, "he": 403, "zheng": 403, "zhou": 403, "chen": 200, "zhao": 404}


@pytest.mark.parametrize(
    ("method", "path", "data", "expected"),
    [
        ("get", "/people/{pk}", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/identity", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/history", {}, STATION | FAR | NOBODY),
        ("get", "/people/{pk}/reveal", {}, STATION | FAR | NOBODY),
        (
            "post",
            "/people/{pk}/reveal",
            {"purpose": "visit", "words": "上门"},
            {"lin": 302, "chen": 302} | FAR | NOBODY,
        ),
        ("get", "/people/{pk}/merge", {}, LEAD_ONLY | NOBODY),
        ("post", "/people/{pk}/unmerge", {}, LEAD_ONLY | NOBODY | {"chen": 409}),
        ("get", "/people/new", {}, dict.fromkeys(("lin", "chen", *FAR), 200) | NOBODY),
        (
            "get",
            "/find",
            {},
            dict.fromkeys(("lin", "chen", "tang", "sun", "wu", *FAR), 200)
            | dict.fromkeys(("gao", "an", "shen"), 403),
        ),
        (
            "get",
            "/find/list",
            {},
            dict.fromkeys(("lin", "chen", "tang", "sun", "wu", *FAR), 200)
            | dict.fromkeys(("gao", "an", "shen"), 403),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_may(request, xiang, method, path, data, expected):
    assert statuses(request, xiang, method, path, data) == expected


def test_who_may_note_a_withdrawal(request, xiang):
    found = {}
    for who in EVERYONE:
        consent = make.make_consent(xiang)
        client = Client()
        client.force_login(request.getfixturevalue(who))
        answer = client.post(f"/consents/{consent.pk}/withdraw", {"act": str(uuid7())})
        found[who] = (answer.status_code, Consent.objects.given().filter(pk=consent.pk).exists())

    assert found == (
        dict.fromkeys(("lin", "chen"), (302, False))
        | dict.fromkeys(FAR, (404, True))
        | dict.fromkeys(NOBODY, (403, True))
    )
