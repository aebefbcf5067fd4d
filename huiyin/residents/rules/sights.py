from datetime import datetime
from uuid import UUID

from huiyin.access.models import User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Refused
from huiyin.residents import queries
from huiyin.residents.models import Look, Person, Reveal, What
from huiyin.residents.models.sights import SHORT


@rule("person.reveal")
def reveal(
    person: Person, *, by: Actor, purpose: str, words: str, what: str = What.IDENTITY
) -> Reveal:
    """Open sealed data for a quarter of an hour. Under eighteen: only who cares for her now."""
    standing = queries.cares_for(person, by)
    if person.minor and not standing:
        raise Refused(
            "这位居民未满 18 周岁，只有负责服务的社工可以直接看。请写明用途，向站长申请查看。"
        )
    return _open(person, _reader(by), purpose=purpose, words=words, what=what, standing=standing)


@rule("reveal.give", inner=True)
def give(
    person: Person,
    *,
    by: Actor,
    to: User,
    approved_by: User,
    approved_at: datetime,
    purpose: str,
    words: str,
    what: str = What.IDENTITY,
) -> Reveal:
    """Open sealed data for one whom the lead has given leave; the quarter of an hour begins now."""
    return _open(
        person, to.pk, purpose=purpose, words=words, what=what, standing=False,
        approved_by=approved_by, approved_at=approved_at,
    )  # fmt: skip


def _open(
    person: Person, user: UUID, *, purpose: str, words: str, what: str, standing: bool,
    approved_by: User | None = None, approved_at: datetime | None = None,
) -> Reveal:  # fmt: skip
    if not words.strip():
        raise Refused("请写一句为什么要看，再点“查看”。")
    now = clock.now()
    return Reveal.objects.create(
        person=person, user_id=user, purpose=purpose, words=words.strip(), what=what, minor=person.minor,
        standing=standing, approved_by=approved_by, approved_at=approved_at, since=now, until=now + SHORT,
    )  # fmt: skip


@rule("person.look", needs="person.view")
def look(person: Person, *, by: Actor) -> Look:
    """The file was opened. Kept once a day and reader, with its last time."""
    return _note(person, by)


@rule("person.remember", inner=True)
def remember(person: Person, *, by: Actor) -> Look:
    """A deed about her was written: she is among the people this user dealt with last."""
    return _note(person, by)


def _note(person: Person, by: Actor) -> Look:
    row, new = Look.objects.get_or_create(person=person, user_id=_reader(by), on=clock.today())
    if not new:
        row.at = clock.now()
        row.save(update_fields=["at"])
    return row


def _reader(by: Actor) -> UUID:
    """Reading is done by somebody; a job has no eyes."""
    if by.user is None:
        raise NotAllowed("person.reveal")
    return by.user
