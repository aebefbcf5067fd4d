from huiyin.audit import journal
from huiyin.core.jobs import periodic


@periodic(seconds=60)
def seal() -> None:
    journal.seal()
