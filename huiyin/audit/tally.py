"""One check of the whole journal, as the auditor's page and the command tell it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.audit import journal
from huiyin.audit.models import Entry, Seal
from huiyin.core import clock


@dataclass(frozen=True)
class Checked:
    at: datetime
    entries: int
    unsealed: int
    seals: int
    wrong: list[str]


def checked() -> Checked:
    wrong = list(journal.verify())
    waiting = Entry.objects.unsealed().count()
    return Checked(clock.now(), Entry.objects.count(), waiting, Seal.objects.count(), wrong)
