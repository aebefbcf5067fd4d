"""Dormant accounts: ninety days without signing in (ADR in docs/adr)."""

from huiyin.access import debts, queries
from huiyin.access.rules import accounts
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.core.jobs import periodic

SYSTEM = Actor.system("休眠账号", can=frozenset({"account.view", "account.close"}))


@periodic(seconds=6 * 3600)
def close_dormant() -> None:
    """One that owes nothing is closed; one that owes rests, and stands on the lead's page until it owes nothing."""
    for user in queries.dormant(SYSTEM):
        if not debts.owed(user):
            accounts.close(user, by=SYSTEM, act=uuid7())
        elif user.has_usable_password():
            accounts.rest(user, by=SYSTEM, act=uuid7())
