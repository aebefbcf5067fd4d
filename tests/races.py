"""Several people at the same moment, each on a real connection of her own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from huiyin.core.errors import Refused


def at_once(*doings: Callable[[], object]) -> list[Any]:
    """Each in a thread of its own with a connection of its own; what it answered or what it was refused with."""
    gate = threading.Barrier(len(doings))
    answers: list[Any] = [None] * len(doings)

    def run(n: int) -> None:
        try:
            gate.wait(timeout=20)
            answers[n] = doings[n]()
        except (Refused, DatabaseError) as refusal:
            answers[n] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
