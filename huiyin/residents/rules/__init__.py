"""The verbs about people. Callers write `residents.claim(…)`, whichever file the verb stands in."""

from huiyin.residents.rules.cares import begin_care, end_care, let_care_lapse, pass_on_care
from huiyin.residents.rules.consents import note_consent, withdraw_consent
from huiyin.residents.rules.homes import gather
from huiyin.residents.rules.merges import merge, take_in, unmerge
from huiyin.residents.rules.people import claim, register
from huiyin.residents.rules.sights import give, look, remember, reveal

__all__ = [
    "begin_care", "claim", "end_care", "gather", "give", "let_care_lapse", "look", "merge", "note_consent",
    "pass_on_care", "register", "remember", "reveal", "take_in", "unmerge", "withdraw_consent",
]  # fmt: skip
