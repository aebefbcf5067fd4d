"""What is typed about a referral: the form that asks, and a form for each verb."""

from huiyin.referrals.forms.asking import Ask, Enter, Household, One, Send
from huiyin.referrals.forms.saying import (
    Accept,
    Contact,
    Decide,
    Decline,
    More,
    Object,
    PassOn,
    Tell,
    Withdraw,
    Words,
    of_asker,
    of_station,
)

__all__ = [
    "Accept", "Ask", "Contact", "Decide", "Decline", "Enter", "Household", "More", "Object", "One", "PassOn",
    "Send", "Tell", "Withdraw", "Words", "of_asker", "of_station",
]  # fmt: skip
