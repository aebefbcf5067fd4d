"""What goes back to the asker while the station serves, and in the end."""

from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.loops import rules as loops
from huiyin.loops.models import Reply
from huiyin.records import queries as records
from huiyin.referrals import queries
from huiyin.referrals.models import Referral, State


@rule("referral.inform")
def inform(referral: Referral, *, by: Actor, words: str, level: str) -> Referral:
    """告诉进展: `level` is the least the resident must have agreed to for these words to be read."""
    loop = queries.open_loop(referral)
    loops.echo(loop, by=by, kind=Reply.Kind.PROGRESS, words=words, level=level)
    loops.progress(loop, by=by, code="note")
    return catch_up(referral, by=by)


@rule("referral.catch_up", inner=True)
def catch_up(referral: Referral, *, by: Actor) -> Referral:
    """A second referrer of one case: deeds climb to the first one's clocks, here the contact made counts for hers."""
    case = referral.result
    if case is not None and case.parent_id != referral.pk and records.sessions(case).times:
        loops.progress(referral.loop, by=by, code="contact", evidence=case.pk)
    return referral


@rule("referral.answer")
def answer(referral: Referral, *, by: Actor, words: str, level: str) -> Referral:
    """最后答复: the ask ends here, for the asker and for every station it went through; a case may go on."""
    queries.open_loop(referral)
    if referral.state not in {State.ACCEPTED, State.DECLINED, State.PASSED_ON}:
        raise Refused("还没有说受不受理。请先受理、退回补充、转给别处或提出不受理。")
    for one in queries.upwards(referral):
        loops.answer(one.loop, by=by, kind=Reply.Kind.ANSWER, words=words, level=level)
    return referral


@rule("referral.contact", needs="referral.accept")
def contact(referral: Referral, *, by: Actor, purpose: str) -> Referral:
    """看转介人的电话: opens nothing by itself; that it was opened, and by whom, stands in the journal."""
    if not purpose.strip():
        raise Refused("请写明为什么要看转介人的电话。")
    return referral
