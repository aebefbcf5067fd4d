"""The verbs of a referral. Callers write `referrals.accept(…)`, whichever file the verb stands in."""

from huiyin.referrals.rules.ask import Newcomer, enter, resend, send, withdraw
from huiyin.referrals.rules.refuse import agree, decline, object_
from huiyin.referrals.rules.take import accept, pass_on, return_
from huiyin.referrals.rules.tell import answer, contact, inform

__all__ = [
    "Newcomer", "accept", "agree", "answer", "contact", "decline", "enter", "inform", "object_", "pass_on",
    "resend", "return_", "send", "withdraw",
]  # fmt: skip
