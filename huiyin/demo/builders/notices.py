"""Messages, told as rules tell them."""

from huiyin.access.models import Organisation, User
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.notices import rules
from huiyin.notices.models import Message


def make_message(
    words: str,
    *,
    user: User | None = None,
    organisation: Organisation | None = None,
    url: str = "",
    unit: str = "",
) -> Message:
    by = Actor.system("demo").within("demo.build", uuid7())
    message: Message = rules.tell(
        by=by, words=words, user=user, organisation=organisation, url=url, unit=unit
    )
    return message
