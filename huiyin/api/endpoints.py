"""The operations of the API. Each says what it asks of the policy page and what it may answer, and calls one thing."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Body, Query
from ninja.responses import Status

from huiyin.api import answers, asks, deeds, numbers, reads
from huiyin.api.http import operation
from huiyin.api.schemas import (
    AcceptIn,
    Act,
    AnswerIn,
    DeclineIn,
    OneOrMany,
    ReferralIn,
    WordsIn,
)
from huiyin.api.types import Day, Key, Short, Word
from huiyin.core.http import Request
from huiyin.records import queries as records
from huiyin.records.models import Kind, Klass
from huiyin.referrals import rules as referrals

State = Literal["open", "answered", "withdrawn", "all"]


@operation("GET", "/me", needs="own", answers={200: answers.Me})
def me(request: Request) -> answers.Me:
    """我是谁，在哪个岗位，能做什么"""
    return reads.me(request.actor)


# ---- residents


@operation("GET", "/residents", needs="person.find", answers={200: answers.People})
def find_residents(request: Request, q: Short = "") -> answers.People:
    """找人：姓名、拼音、电话后四位、证号
    不写 q，答最近打过交道的。证号、电话、住址都是遮住的，姓名按页面上的规矩给看。"""
    return reads.people(q, request.actor)


@operation(
    "GET", "/residents/{pk}", needs="person.view", answers={200: answers.Resident}, also=(404,)
)
def one_resident(request: Request, pk: UUID) -> answers.Resident:
    """一位居民，证号电话遮住；看过会记下"""
    return reads.person(pk, request.actor)


# ---- referrals


@operation("GET", "/matters", needs="boundary.view", answers={200: answers.Matters})
def matters(request: Request) -> answers.Matters:
    """能不能转：转介的 matter 填这里的 code"""
    return asks.matters(request.actor)


@operation(
    "POST", "/referrals", needs="referral.send", answers={201: answers.ReferralWhole}, also=(404, 409)
)  # fmt: skip
def send_referral(request: Request, given: ReferralIn) -> Status[answers.ReferralWhole]:
    """转介一位居民"""
    sent = asks.send(given, request.actor)
    return Status(201, asks.whole(sent.pk, request.actor))


@operation("GET", "/referrals", needs="referral.view", answers={200: answers.Referrals})
def list_referrals(
    request: Request, state: State = "open", next: Key = ""  # noqa: A002 -- the word of the address
) -> answers.Referrals:  # fmt: skip
    """转介，新交的在前，一页 50 件"""
    return asks.listed(request.actor, state=state, after=next)


@operation(
    "GET", "/referrals/{pk}", needs="referral.view", answers={200: answers.ReferralWhole}, also=(404,)
)  # fmt: skip
def one_referral(request: Request, pk: UUID) -> answers.ReferralWhole:
    """一件转介：走到哪里，听到了什么，现在能做什么"""
    return asks.whole(pk, request.actor)


@operation(
    "POST", "/referrals/{pk}/accept", needs="referral.accept",
    answers={200: answers.ReferralWhole}, also=(404, 409),
)  # fmt: skip
def accept_referral(request: Request, pk: UUID, given: AcceptIn) -> answers.ReferralWhole:
    """受理"""
    referral = asks.seen(pk, request.actor)
    referrals.accept(referral, by=request.actor, act=given.id, short=given.short)
    return asks.whole(pk, request.actor)


@operation(
    "POST", "/referrals/{pk}/return", needs="referral.return",
    answers={200: answers.ReferralWhole}, also=(404, 409),
)  # fmt: skip
def return_referral(request: Request, pk: UUID, given: WordsIn) -> answers.ReferralWhole:
    """退回请补充"""
    referral = asks.seen(pk, request.actor)
    referrals.return_(referral, by=request.actor, act=given.id, words=given.words)
    return asks.whole(pk, request.actor)


@operation(
    "POST", "/referrals/{pk}/decline", needs="referral.decline",
    answers={200: answers.ReferralWhole}, also=(404, 409),
)  # fmt: skip
def decline_referral(request: Request, pk: UUID, given: DeclineIn) -> answers.ReferralWhole:
    """提出不受理，等站长同意"""
    referral = asks.seen(pk, request.actor)
    said = {"reason": given.reason.value, "words": given.words, "alternative": given.alternative}
    referrals.decline(referral, by=request.actor, act=given.id, **said)
    return asks.whole(pk, request.actor)


@operation(
    "POST", "/referrals/{pk}/answer", needs="referral.answer",
    answers={200: answers.ReferralWhole}, also=(404, 409),
)  # fmt: skip
def answer_referral(request: Request, pk: UUID, given: AnswerIn) -> answers.ReferralWhole:
    """最后答复"""
    referral = asks.seen(pk, request.actor)
    said = {"words": given.words, "level": given.level.value}
    referrals.answer(referral, by=request.actor, act=given.id, **said)
    return asks.whole(pk, request.actor)


@operation(
    "POST", "/referrals/{pk}/resend", needs="referral.resend",
    answers={200: answers.ReferralWhole}, also=(404, 409),
)  # fmt: skip
def resend_referral(request: Request, pk: UUID, given: WordsIn) -> answers.ReferralWhole:
    """补充情况"""
    referral = asks.seen(pk, request.actor)
    referrals.resend(referral, by=request.actor, act=given.id, words=given.words)
    return asks.whole(pk, request.actor)


# ---- records


@operation(
    "POST", "/records", needs="record.write",
    answers={201: answers.Record, 200: answers.RecordsSaid}, also=(404, 409),
)  # fmt: skip
def write_records(
    request: Request, given: Annotated[OneOrMany, Body()]
) -> Status[answers.Record] | Status[answers.RecordsSaid]:
    """记一笔，或者一次记许多笔
    许多笔放在 records 里，每一笔各自答复、顺序不变；有一笔不对，别的照样记下。"""
    if "records" in given:
        return Status(200, deeds.many(given, request))
    return Status(201, deeds.one(given, request.actor))


@operation("GET", "/records", needs="record.view", answers={200: answers.Records})
def list_records(
    request: Request, since: Day | None = None, until: Day | None = None, kind: Kind | None = None,
    klass: Annotated[Klass | None, Query(alias="class")] = None, person: UUID | None = None,
    thread: UUID | None = None, next: Key = "",  # noqa: A002 -- the word of the address
) -> answers.Records:  # fmt: skip
    """服务记录，新的在前，一页 50 条；作废的不在里面"""
    asked = records.Asked(
        since=since, until=until, kind=kind or "", klass=klass or "", person=person, thread=thread
    )
    return deeds.listed(request.actor, asked, next)


@operation("GET", "/records/{pk}", needs="record.view", answers={200: answers.Record}, also=(404,))
def one_record(request: Request, pk: UUID) -> answers.Record:
    """一条服务记录"""
    return deeds.told([deeds.seen(pk, request.actor)], request.actor)[0]


# ---- loops


@operation("GET", "/loops", needs="loop.view", answers={200: answers.Loops})
def list_loops(
    request: Request, owner: Literal["me", "all"] = "me", state: State = "open",
    next: Key = "",  # noqa: A002 -- the word of the address
) -> answers.Loops:  # fmt: skip
    """事项，先到期的在前，一页 50 件
    owner=me：社工是自己手上的，来转介的单位是自己在等的。owner=all 要有看全站的权限。"""
    return reads.owed(request.actor, owner=owner, state=state, after=next)


@operation(
    "GET", "/handovers/{pk}", needs="handover.view", answers={200: answers.Handover}, also=(404,)
)
def one_handover(request: Request, pk: UUID) -> answers.Handover:
    """一次交接：每一项到了谁手里，还有几项没有人接"""
    return reads.handover(pk, request.actor)


# ---- figures

Since = Annotated[Day, Query(alias="from")]
Until = Annotated[Day, Query(alias="to")]


@operation("GET", "/measures", needs="figure.view", answers={200: answers.Measures})
def list_measures(request: Request) -> answers.Measures:
    """有哪些数字，各是怎么数的"""
    return numbers.every()


@operation("GET", "/figures", needs="figure.view", answers={200: answers.Figure}, also=(404, 409))
def one_figure(
    request: Request, measure: Word, unit: Word, since: Since, until: Until, by: Word = ""
) -> answers.Figure:
    """一个数字，和它背后的行在哪里看
    from 和 to 两天都算在内。不在站里的人只能问整月。"""
    return numbers.figure(numbers.Asked(measure, unit, since, until, by), request.actor)


@operation(
    "GET", "/figures/rows", needs="figure.view", answers={200: answers.Lines}, also=(404, 409)
)
def figure_rows(
    request: Request, measure: Word, unit: Word, since: Since, until: Until, by: Word = "",
    part: Word = "", next: Key = "",  # noqa: A002 -- the word of the address
) -> answers.Lines:  # fmt: skip
    """一个数字背后的行，各页的 n 加起来就是那个数"""
    return numbers.rows(numbers.Asked(measure, unit, since, until, by, part), request.actor, next)


# ---- accounts


@operation(
    "POST", "/accounts/{username}/close", needs="account.close",
    answers={200: answers.Account}, also=(404, 409),
)  # fmt: skip
def close_account(request: Request, username: Short, given: Act | None = None) -> answers.Account:
    """关账号：手上还有没交出去的事，就关不了"""
    return reads.close(username, request.actor, given.id if given else None)
