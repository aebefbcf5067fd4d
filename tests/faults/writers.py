"""Workers who write one deed after another while things break, and keep what they were told.

Each deed has an id of the writer's own making and is sent again, under that id, until it is answered: as the
phone does it. Two lists are the oracle: what was begun, and what was answered.
"""

import http.client
import threading
import time
import urllib.parse
import uuid
from typing import Any
from urllib.parse import urlencode

from tools.visitor import Visitor

DEED = {"kind": "call", "length": "30", "heads": "1", "note": "问了近况"}
BROKEN_LINE = (OSError, http.client.HTTPException)


class Line:
    """Posts without following where the answer leads; one connection for each, as after a crash."""

    def __init__(self, visitor: Visitor) -> None:
        self.host = urllib.parse.urlsplit(visitor.base).netloc
        cookies = "; ".join(f"{c.name}={c.value}" for c in visitor.jar)
        self.headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        self.token = visitor.token

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, Any, str]:
        """Status, headers, words; BROKEN_LINE when the answer did not come whole."""
        line = http.client.HTTPConnection(self.host, timeout=30)
        try:
            body = urlencode({"csrfmiddlewaretoken": self.token, **fields}) if fields else None
            line.request(method, path, body, self.headers)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            line.close()

    def write(self, act: str, **other: str) -> tuple[int, Any, str]:
        return self.ask("POST", "/records/new", act=act, **{**DEED, **other})


class Writer(threading.Thread):
    """`keeps=False` is the control: it makes a new id for each try."""

    def __init__(self, line: Line, keeps: bool = True) -> None:
        super().__init__(daemon=True)
        self.line, self.keeps = line, keeps
        self.begun = 0
        self.answered: list[uuid.UUID] = []
        self.errors: list[tuple[float, int, Any, str]] = []  # when, status, headers, words
        self.successes: list[float] = []
        self.enough = threading.Event()
        self.ended = 0.0

    def run(self) -> None:
        while not self.enough.is_set():
            self.begun += 1
            self.until_answered(uuid.uuid4())

    def until_answered(self, act: uuid.UUID) -> None:
        while True:
            try:
                status, headers, words = self.line.write(str(act))
            except BROKEN_LINE:
                time.sleep(0.05)
            else:
                if status == 302 and headers["Location"].startswith("/records/"):
                    self.answered.append(act)
                    self.successes.append(time.monotonic())
                    return
                self.errors.append((time.monotonic(), status, headers, words))
                time.sleep(0.1)
            if not self.keeps:
                act = uuid.uuid4()
            if self.enough.is_set() and self.enough_is_enough():
                return

    def enough_is_enough(self) -> bool:
        """After the end it still tries until answered, for a minute."""
        self.ended = self.ended or time.monotonic()
        return time.monotonic() - self.ended > 60


class Writers:
    def __init__(self, url: str, number: int = 4, keeps: bool = True) -> None:
        line = Line(Visitor(url, "worker"))
        self.all = [Writer(line, keeps) for _ in range(number)]

    def start(self) -> "Writers":
        for writer in self.all:
            writer.start()
        return self

    def finish(self) -> "Writers":
        """Each brings the deed it is at to its end; the server must be up."""
        for writer in self.all:
            writer.enough.set()
        for writer in self.all:
            writer.join(90)
        return self

    def abandon(self) -> None:
        """Nobody will answer any more: what was not answered stays so."""
        for writer in self.all:
            writer.enough.set()
            writer.ended = time.monotonic() - 61
        for writer in self.all:
            writer.join(40)

    def wait_for(self, number: int, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while len(self.answered) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.answered) >= number, "nobody answers"

    @property
    def begun(self) -> int:
        return sum(writer.begun for writer in self.all)

    @property
    def answered(self) -> list[uuid.UUID]:
        return [act for writer in self.all for act in list(writer.answered)]

    @property
    def errors(self) -> list[tuple[float, int, Any, str]]:
        return [error for writer in self.all for error in list(writer.errors)]
