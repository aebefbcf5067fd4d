import pytest

from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders import residents as make
from huiyin.residents import notice, rules
from huiyin.residents.models import Consent


def test_a_consent_names_the_words_she_was_told(xiang, committee):
    consent = make.make_consent(xiang, level="summary", recipient=committee)

    assert (consent.given_by, consent.notice, consent.notice_hash) == (
        xiang,
        notice.VERSION,
        notice.HASH,
    )


def test_withdrawing_keeps_the_row_and_dates_it(actor, lin, xiang):
    consent = make.make_consent(xiang)

    rules.withdraw_consent(consent, by=actor(lin))

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert list(Consent.objects.given()) == []


def test_a_consent_is_withdrawn_once(actor, lin, xiang):
    consent = make.make_consent(xiang)
    rules.withdraw_consent(consent, by=actor(lin))

    with pytest.raises(Refused, match="已经撤回"):
        rules.withdraw_consent(consent, by=actor(lin))


def test_who_may_not_note_a_withdrawal(actor, tang, zhou, xiang):
    consent = make.make_consent(xiang)

    with pytest.raises(NotAllowed):
        rules.withdraw_consent(consent, by=actor(tang))
    with pytest.raises(Unseen):
        rules.withdraw_consent(consent, by=actor(zhou))
