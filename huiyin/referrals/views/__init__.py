"""The pages of referrals: asking, what the asker reads, what the station decides."""

from huiyin.referrals.views.asking import aside, enter, new, paper, receipt
from huiyin.referrals.views.reading import committee, newcomers, of_case, of_person, page, referrals
from huiyin.referrals.views.saying import (
    accept,
    agree,
    answer,
    contact,
    decline,
    inform,
    object_,
    pass_on,
    resend,
    return_,
    withdraw,
)

__all__ = [
    "accept", "agree", "answer", "aside", "committee", "contact", "decline", "enter", "inform", "new", "newcomers",
    "object_", "of_case", "of_person", "page", "paper", "pass_on", "receipt", "referrals", "resend", "return_",
    "withdraw",
]  # fmt: skip
