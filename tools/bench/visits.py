"""One signed-in user on one kept connection: what a browser does, without the browser."""

import http.client
import json
import urllib.parse
from importlib import import_module
from typing import Any

SECRET = "a" * 32  # any 32 letters: the cookie and the field of a form must say the same


def signed_in(user: Any) -> str:
    """A session as signing in makes it; two hundred times Argon2 would measure Argon2."""
    from django.conf import settings  # noqa: PLC0415  -- django is set up by then

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


class Visit:
    def __init__(self, host: str, session: str = "", token: str = "") -> None:
        self.line = http.client.HTTPConnection(host, timeout=60)
        self.head = {"Cookie": f"sessionid={session}; csrftoken={SECRET}", "X-CSRFToken": SECRET}
        if token:
            self.head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, self.head)

    def post(self, path: str, **fields: str) -> str:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urllib.parse.urlencode(fields), self.head | kind)

    def send(self, path: str, body: Any) -> str:
        return self._ask("POST", path, json.dumps(body), self.head)

    def _ask(self, verb: str, path: str, body: str | None, head: dict[str, str]) -> str:
        try:
            self.line.request(verb, path, body and body.encode(), head)
            answer = self.line.getresponse()
            text = answer.read().decode()
        except (http.client.HTTPException, OSError):
            self.line.close()
            raise
        if answer.status >= 400 or (answer.status == 302 and verb == "GET"):
            where = answer.getheader("Location") or text[:200]
            raise RuntimeError(f"{verb} {path}: {answer.status} {where}")
        return text
