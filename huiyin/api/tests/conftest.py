"""Programs that ask: each holds a token of one member of the cast."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.api import queries, rules
from huiyin.api.models import Token
from huiyin.core.ids import uuid7


class Machine:
    """A client that shows a token; bodies go and answers come as JSON."""

    def __init__(self, token: str) -> None:
        self.client, self.token = Client(raise_request_exception=False), token

    def get(self, where: str, **asked: Any) -> Any:
        return self.client.get(f"/api/v1/{where}", asked, headers=self.headers)

    def post(self, where: str, body: Any = None) -> Any:
        return self.send(where, json.dumps({} if body is None else body, default=str))

    def send(self, where: str, raw: str | bytes, kind: str = "application/json") -> Any:
        return self.client.post(f"/api/v1/{where}", raw, content_type=kind, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def token_of(user: User, post: Post | None = None) -> tuple[Token, str]:
    """A token of hers, for this post or her oldest, made by her own verb. She can sign in."""
    if not user.has_usable_password():
        user.password = "a hash that nothing matches"
        user.save()
    act, post = uuid7(), post or actors.posts_of(user)[0]
    made = rules.make(by=actors.actor_of(user, post), act=act, post=post, name="登记程序")
    return made, queries.plain(act, user.pk)


def machine(user: User, post: Post | None = None) -> Machine:
    return Machine(token_of(user, post)[1])


def told(answer: HttpResponse) -> tuple[int, Any]:
    """Status and body; every answer is JSON in UTF-8 that no cache keeps."""
    assert answer.headers["Content-Type"].replace('"', "") in {
        "application/json; charset=utf-8",
        "application/json",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def asking(request: pytest.FixtureRequest) -> Any:
    """`asking("lin")`: the machine of somebody of the cast."""
    return lambda name: machine(request.getfixturevalue(name))
