"""One session over plain HTTP with a running server: signs in, gets, posts; no browser, no scripts."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "huiyin-demo-2026"  # of the demo accounts  # noqa: S105


class Visitor:
    def __init__(self, base: str, who: str = "") -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if who:
            self.sign_in(who)

    def get(self, path: str) -> str:
        """The page, or HTTPError."""
        with self.opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        """The path the answer led to; HTTPError when it was refused, OSError when the line broke."""
        return str(urllib.parse.urlsplit(self.led(path, **fields)).path)

    def led(self, path: str, **fields: str) -> str:
        """As `post`, with what stands behind the path."""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        with self.opener.open(self.base + path, data, timeout=30) as answer:
            return str(answer.url).removeprefix(self.base)

    def sign_in(self, who: str) -> None:
        self.get("/sign-in")
        if self.post("/sign-in", login=who, password=PASSWORD) == "/sign-in":
            raise PermissionError(f"{who} 登录不进去")

    @property
    def token(self) -> str:
        """As it stands now: signing in gives a new one."""
        return next((c.value or "" for c in self.jar if c.name == "csrftoken"), "")
