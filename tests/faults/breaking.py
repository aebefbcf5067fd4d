"""Shoots the whole server from within, at the n-th write: HUIYIN_BROKEN=after_commit:17.

`before_commit`  the journal's line is written, the transaction is not committed
`after_commit`   it is committed, nothing was answered
`mid_answer`     half of the answer is on the line
and for controls, where a safety is taken away and the test must see it:
`answer_first`   the whole answer is sent, then it dies, then there is nobody left to commit
`forgetful`      an act that was done already is done again
`unmended`       a database that is away is an error like any other
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from huiyin.audit import rule
from huiyin.core import middleware

AWHILE = 0.1  # for what was given to the line to leave


def die() -> None:
    os.killpg(0, signal.SIGKILL)


class _Never(Exception):
    """What nothing raises."""


class Breaking:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.next = get_response
        self.how, _, nth = os.environ.get("HUIYIN_BROKEN", "").partition(":")
        self.left = int(nth or 0)
        self.lock = threading.Lock()
        if self.how == "forgetful":
            rule._said_before = lambda *_: None
        if self.how == "unmended":
            setattr(middleware, "OperationalError", _Never)  # noqa: B010  a name it imported

    def __call__(self, request: HttpRequest) -> Any:
        if request.method != "POST" or not request.path.startswith("/records"):
            return self.next(request)
        if self.how == "answer_first":
            return self.answer_first(request)
        due: list[bool] = []
        with connection.execute_wrapper(self.watching(due)):
            answer = self.next(request)
        if due and self.how == "mid_answer":
            return _streamed(answer, self.half)
        return answer

    def watching(self, due: list[bool]) -> Callable[..., Any]:
        def watch(execute: Any, sql: str, *rest: Any) -> Any:
            done = execute(sql, *rest)
            if sql.startswith('INSERT INTO "audit_entry"') and self.is_the_one():
                due.append(True)
                if self.how == "before_commit":
                    die()
                if self.how == "after_commit":
                    transaction.on_commit(die)
            return done

        return watch

    def is_the_one(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left == 0

    def half(self) -> Iterator[bytes]:
        yield b"<!DOCTYPE html><html>"
        time.sleep(AWHILE)
        die()

    def answer_first(self, request: HttpRequest) -> Any:
        if not self.is_the_one():
            return self.next(request)
        transaction.atomic().__enter__()
        answer = _streamed(self.next(request), self.whole)
        answer["Content-Length"] = "1"
        return answer

    def whole(self) -> Iterator[bytes]:
        yield b" "
        time.sleep(AWHILE)
        die()


def _streamed(answer: HttpResponse, body: Callable[[], Iterator[bytes]]) -> StreamingHttpResponse:
    streamed = StreamingHttpResponse(body(), status=answer.status_code)
    for name, value in answer.items():
        if name != "Content-Length":
            streamed[name] = value
    return streamed
