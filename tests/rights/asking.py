"""Asks an address as somebody, and puts everything back: what was answered, and which secrets stood in it."""

import io
import json
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.core import clock
from huiyin.core.ids import uuid7
from tests.rights.expected import NEW_PASSWORD, SIGN_IN, Line
from tests.rights.roles import RELATIONS, WHO, Who
from tests.rights.world import UNKNOWN, World

NOBODYS = {
    "unit": "500999999Z",
    "session": 999999,
    "code": "500999999Z",
    "username": "nobody",
}  # ids that nothing has, where they are no UUID
FORM = "application/x-www-form-urlencoded"
NAMES = {"person": "name", "child": "child", "newcomer": "newcomer"}


def addresses(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every name of the resolver, with its namespaces, as `reverse` takes it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{before}{entry.namespace}:" if entry.namespace else before
            yield from addresses(entry, space)
        else:
            yield f"{before}{entry.name or entry.pattern}", entry


@dataclass(frozen=True)
class Told:
    """An answer as it is compared: its status, where a redirect leads, and what it shows."""

    status: str
    text: str
    keys: frozenset[str] = frozenset()


class Desk:
    """One handler for all, one signed-in cookie for each; a request leaves nothing behind."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.users: dict[str, User] = {}
        self.cookies = {name: self._cookie(who) for name, who in WHO.items() if who.user}

    def _cookie(self, who: Who) -> str:
        user = User.objects.get(pk=self.world.users[who.user].pk)
        client = Client()
        client.force_login(user)
        session = client.session
        session["began"] = session["seen"] = clock.now().isoformat()
        if post := Post.objects.filter(user=user, role=who.role).first():
            session["post"] = str(post.pk)
        session.save()
        self.users[who.user] = User.objects.select_related("seat").get(pk=user.pk)
        return str(client.cookies[settings.SESSION_COOKIE_NAME].value)

    def ask(self, name: str, line: Line, method: str, path: str, body: dict[str, Any]) -> Told:
        make = self._by_token if line.machine else self._by_cookie
        request = make(name, method, path, body if method == "POST" else {})
        if line.fragment:
            request.META["HTTP_HX_REQUEST"] = "true"
        with transaction.atomic():
            answer: Any = self.handler.get_response(request)
            transaction.set_rollback(True)
        text = _text(answer)
        return Told(_status(answer), text, _keys(text) if line.machine else frozenset())

    def _by_cookie(self, name: str, method: str, path: str, body: dict[str, Any]) -> Any:
        form = urlencode(body).encode()
        request: Any = RequestFactory().generic(method, path, form, FORM, HTTP_HOST="localhost")
        if name in self.cookies:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = self.cookies[name]
            request._cached_user = copy(self.users[WHO[name].user])
        request._dont_enforce_csrf_checks = True
        return request

    def _by_token(self, name: str, method: str, path: str, body: dict[str, Any]) -> Any:
        said = json.dumps(body, default=str) if body else ""
        headers: Any = {"HTTP_HOST": "localhost"}
        if name in self.world.tokens:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {self.world.tokens[name]}"
        return RequestFactory().generic(method, path, said, "application/json", **headers)


def _status(answer: HttpResponse) -> str:
    """The status; of a redirect to the door, the door as well."""
    to = answer.headers.get("Location", "").split("?")[0]
    named = {"/sign-in": SIGN_IN, "/account/password": NEW_PASSWORD}
    return named.get(to, str(answer.status_code))


def _text(answer: HttpResponse) -> str:
    if answer.headers.get("Content-Type") == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    return f"{answer.headers.get('Location', '')}\n{answer.content.decode()}"


def _keys(text: str) -> frozenset[str]:
    """The parts of a JSON answer that say something: "referrals[].person.name"; null and empty say nothing."""
    return frozenset(_parts(json.loads(text), ""))


def _parts(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _parts(one, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for one in value:
            yield from _parts(one, f"{place}[]")
    elif value not in (None, ""):
        yield place


def once_each() -> SimpleNamespace:
    """Who she is, read once and not for every one of her thousand requests: nothing here changes it."""
    return SimpleNamespace(posts_of=cache(actors.posts_of), actor_of=cache(actors.actor_of))


def rows_of(line: Line) -> list[str]:
    """The rows an address is asked with: "own case", …, "unknown"; "-" where it names none."""
    if not line.of:
        return ["-"]
    found = [f"{relation} {kind}" for kind in line.of for relation in RELATIONS[:-1]]
    return [*found, "unknown"]


def key(world: World, who: Who, name: str, row: str, line: Line) -> Any:
    """The id of that row, as this one looks at the world."""
    relation, _, kind = row.partition(" ")
    if relation == "unknown":
        return NOBODYS.get(line.of[0], UNKNOWN)
    if (name, row) in world.rows:
        return world.rows[name, row].pk
    one = world.rows[who.places[relation], kind]
    return one.pk if hasattr(one, "pk") else one


def asked(world: World, who: Who, name: str, line: Line, row: str) -> tuple[str, dict[str, Any]]:
    """Address and body of one request: the row stands in the path, or where the line says {pk} or {word}."""
    mark = "id" if line.machine else "act"
    relation, _, kind = row.partition(" ")
    told = {
        "pk": "" if row == "-" else key(world, who, name, row, line),
        "word": world.words.get((who.places.get(relation, ""), NAMES.get(kind, "")), "无此人"),
    }  # fmt: skip
    inside = row == "-" or "{" in line.query + str([*line.body.values()])
    path = line.path or reverse(line.name, args=[*line.args, *([] if inside else [told["pk"]])])
    body = {field: _filled(value, told) for field, value in line.body.items()}
    return path + line.query.format(**told), {mark: uuid7(), **body}


def _filled(value: Any, told: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, told) for one in value]
    return value.format(**told) if isinstance(value, str) else value


def secrets_in(world: World, who: Who, text: str) -> frozenset[str]:
    """ "own.name": which secrets of which place stand in an answer, as this one looks at the world."""
    relations = {place: relation for relation, place in who.places.items()}
    return frozenset(
        f"{relations.get(place) or _beyond(place)}.{kind}"
        for (place, kind), word in world.words.items()
        if word in text
    )


def _beyond(place: str) -> str:
    """A place that is none of her three: elsewhere in the same station, or in another one."""
    return "other" if place in {"rival", "stranger"} else "house"


@dataclass(frozen=True)
class Answer:
    """One request of the table with what came back."""

    line: Line
    method: str
    row: str
    status: str
    seen: frozenset[str]
    keys: frozenset[str]


def answers(desk: Desk, name: str, lines: list[Line]) -> Iterator[Answer]:
    """Every line × every row × both methods, as this one asks."""
    who = WHO[name]
    for line in lines:
        for row in rows_of(line):
            path, body = asked(desk.world, who, name, line, row)
            for method in line.methods:
                told = desk.ask(name, line, method, path, body)
                found = secrets_in(desk.world, who, told.text)
                yield Answer(line, method, row, told.status, found, told.keys)
