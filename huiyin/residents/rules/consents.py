from huiyin.access.models import Organisation
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.residents import notice
from huiyin.residents.models import Consent, Person


@rule("consent.note", inner=True)
def note_consent(
    person: Person,
    *,
    by: Actor,
    kind: str,
    level: str = "",
    recipient: Organisation | None = None,
    given_by: Person | None = None,
    guardian: bool = False,
) -> Consent:
    """What she agreed to, after which words; given by herself unless somebody else is named."""
    return Consent.objects.create(
        person=person, kind=kind, level=level, recipient=recipient, given_by=given_by or person,
        guardian=guardian, notice=notice.VERSION, notice_hash=notice.HASH, by_id=by.user,
    )  # fmt: skip


@rule("consent.withdraw")
def withdraw_consent(consent: Consent, *, by: Actor) -> Consent:
    """个人信息保护法 15: as easy to take back as to give; what was done before stays lawful."""
    if consent.withdrawn_at:
        raise Refused("这条同意已经撤回过了。请刷新页面看看最新情况。")
    consent.withdrawn_at = clock.now()
    consent.save()
    return consent
