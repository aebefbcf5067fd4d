"""Telling. A message is a row of the same transaction as its cause, so a crash swallows neither."""

from uuid import UUID

from huiyin.access.models import Organisation, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.notices.models import Message


@rule("message.tell", inner=True)
def tell(
    *,
    by: Actor,
    words: str,
    url: str = "",
    user: User | None = None,
    organisation: Organisation | None = None,
    cause: UUID | None = None,
    unit: str = "",
) -> Message:
    """To a user or to an organisation, exactly one. `unit` is the code of the holder of what it is about."""
    return Message.objects.create(
        to_user=user, to_org=organisation, words=words, url=url, cause=cause, unit=unit
    )


@rule("message.read", needs="own")
def read(message: Message, *, by: Actor) -> Message:
    """Read once for all of an organisation; who read it first stays."""
    if message.read_at is None:
        message.read_at, message.read_by_id = clock.now(), by.user
        message.save()
    return message
