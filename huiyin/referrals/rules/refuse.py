"""不受理: proposed by a worker, said to the asker only when the lead agrees. A no is an answer too."""

from huiyin.access.models import Unit
from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.loops import rules as loops
from huiyin.loops.models import Agreed, Approval, Loop, Reply
from huiyin.referrals import queries
from huiyin.referrals.flow import FLOW
from huiyin.referrals.models import Reason, Referral

DECLINE = "referral.decline"


@rule("referral.decline")
def decline(
    referral: Referral, *, by: Actor, reason: str, words: str, alternative: str
) -> Referral:
    """The lead owes the decision as an Approval in her day; until she agrees nothing reaches the asker."""
    loop = queries.open_loop(referral)
    FLOW.move(referral, "decline")
    referral.result = referral.passed_to = None
    if not (words.strip() and alternative.strip()):
        raise Refused("不受理要用自己的话说明为什么，再给转介人一条路：可以找谁、可以怎么办。")
    referral.reason, referral.words, referral.alternative = reason, words, alternative
    referral.save()
    _ask_the_lead(loop, by)
    return referral


@rule("referral.agree")
def agree(referral: Referral, *, by: Actor, words: str = "") -> Referral:
    """同意不受理: the asker reads why and where to go instead, cut to what the resident agreed to."""
    queries.open_loop(referral)
    FLOW.move(referral, "agree")
    referral.save()
    _decide(referral, by, Approval.Decision.AGREED, words)
    for one in queries.upwards(referral):
        said = _said(referral, one.loop.agreed, by)
        loops.answer(one.loop, by=by, kind=Reply.Kind.DECLINED, words=said, level=Agreed.STATUS)
    return referral


def _said(referral: Referral, agreed: str, by: Actor) -> str:
    """At the lowest level the reason of the list and the way on; the worker's own words only above it."""
    told = queries.texts(referral, by)
    why = "" if agreed == Agreed.STATUS else told["words"]
    return f"原因：{Reason(referral.reason).label}。{why}可以这样办：{told['alternative']}"


@rule("referral.object")
def object_(referral: Referral, *, by: Actor, words: str) -> Referral:
    """不同意不受理: back to whoever proposed it, with words; the asker never knew."""
    queries.open_loop(referral)
    FLOW.move(referral, "object")
    referral.reason = ""
    referral.save()
    _decide(referral, by, Approval.Decision.OBJECTED, words)
    return referral


def _ask_the_lead(loop: Loop, by: Actor) -> None:
    """An Approval is owed by someone, so it is a Loop of its own, in her day; its asker is who proposed."""
    lead = Unit.objects.select_related("receiver__user").get(pk=loop.unit_id[:10]).receiver
    assert lead  # noqa: S101 -- an open station has one, the table sees to that
    owed = loops.open(
        by=by, kind="approval", unit=loop.unit, owner=lead.user, person=loop.person, parent=loop,
        asker_user=queries.acting(by), agreed=Agreed.DETAIL, urgent=loop.urgent,
    )  # fmt: skip
    Approval.objects.create(loop=owed, what=DECLINE, target=loop.pk)


def _decide(referral: Referral, by: Actor, decision: Approval.Decision, words: str) -> None:
    waiting = Approval.objects.filter(what=DECLINE, target=referral.pk, decision="")
    row = waiting.select_related("loop__person").get()
    row.decision, row.words = decision, words
    row.save()
    loops.answer(row.loop, by=by, words=f"站长{decision.label}不受理。{words}", level=Agreed.STATUS)
