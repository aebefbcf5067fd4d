"""Requests to see a minor's identity, asked through their own verb."""

from huiyin.access.models import User
from huiyin.demo.builders.access import actor_for
from huiyin.residents.models import Person
from huiyin.rights import rules
from huiyin.rights.models import RevealRequest


def make_request(
    person: Person, asker: User, *, purpose: str = "benefit", words: str = "帮她办困境儿童补贴"
) -> RevealRequest:
    return rules.ask(person, by=actor_for(asker), purpose=purpose, words=words)
