from datetime import timedelta

from huiyin.access.models import Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.flow import Flow
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.residents import queries as people
from huiyin.residents import rules as residents
from huiyin.residents.models import Person, What
from huiyin.rights.models import RevealRequest, State

GOOD_FOR = timedelta(days=3)  # ours: a leave that nobody used in three days has lost its reason
FLOW = Flow(
    {
        "grant": ({State.ASKED}, State.GRANTED),
        "deny": ({State.ASKED}, State.DENIED),
        "use": ({State.GRANTED}, State.USED),
    },
    words={"grant": "批准", "deny": "答复不批准", "use": "打开"},
)


@rule("reveal.ask")
def ask(
    person: Person, *, by: Actor, purpose: str, words: str, what: str = What.IDENTITY
) -> RevealRequest:
    """Ask the lead of the station that holds the person; the lead owes an answer the next working day."""
    if not words.strip():
        raise Refused("请写一句为什么要看，站长才好答复。")
    if not person.minor or people.cares_for(person, by):
        raise Refused("看这位居民的资料不用申请：点“查看”，写明用途就可以。")
    if _waiting(person, by):
        raise Refused("您已经申请过，站长还没有答复，或者批准了还没有打开。请看“查看申请”。")
    loop = _loop(person, by)
    return RevealRequest.objects.create(
        loop=loop, person=person, purpose=purpose, words=words.strip(), what=what
    )


def _waiting(person: Person, by: Actor) -> bool:
    asked = RevealRequest.objects.filter(person=person, loop__asker_user=by.user)
    alive = asked.filter(state=State.ASKED) | asked.filter(
        state=State.GRANTED, decided_at__gt=clock.now() - GOOD_FOR
    )
    return alive.exists()


def _loop(person: Person, by: Actor) -> Loop:
    station = Unit.objects.select_related("receiver__user").get(pk=person.station)
    asker = User.objects.open().filter(pk__in=by.owners[:1]).first()
    if station.receiver is None:
        raise Refused(f"{station.name}还没有站长，没有人能批。请告诉总站，先指定一位接收人。")
    if station.receiver.pk == by.user:
        raise Refused(
            "您是站长，自己的申请不能自己批。需要核对，请派一位社工负责这位居民，由她来看。"
        )
    return loops.open(
        by=by, kind="reveal", unit=station, owner=station.receiver.user, person=person,
        asker_user=asker, asker_name=by.name,
    )  # fmt: skip


@rule("reveal.grant")
def grant(request: RevealRequest, *, by: Actor, words: str = "") -> RevealRequest:
    """Leave for one opening of a quarter of an hour, within three days."""
    _decide(request, by, "grant", words)
    said = "已批准。三天内打开一次，打开后 15 分钟自动合上。"
    loops.answer(request.loop, by=by, kind="answer", words=f"{said}{words}", level="status")
    return request


@rule("reveal.deny")
def deny(request: RevealRequest, *, by: Actor, words: str) -> RevealRequest:
    """A no says why, and what else can be done."""
    if not words.strip():
        raise Refused("请写一句为什么不批，或者可以怎么办，申请的人才知道下一步。")
    _decide(request, by, "deny", words)
    loops.answer(request.loop, by=by, kind="answer", words=words.strip(), level="status")
    return request


def _decide(request: RevealRequest, by: Actor, verb: str, words: str) -> None:
    if request.loop.asker_user_id == by.user:
        raise Refused("自己的申请不能自己答复。请让代理站长的人答复。")
    FLOW.move(request, verb)
    request.answer = words.strip()
    request.decided_by_id, request.decided_at = by.user, clock.now()
    request.save()


@rule("reveal.use")
def use(request: RevealRequest, *, by: Actor) -> RevealRequest:
    """She who asked opens what was granted; once, and while the leave is good."""
    if request.loop.asker_user_id != by.user:
        raise Refused("这是别人的申请。您要看，请自己写明用途申请。")
    FLOW.move(request, "use")
    if request.decided_at is None or clock.now() - request.decided_at > GOOD_FOR:
        raise Refused("批准已过三天，用不了了。还需要看，请再申请一次。")
    request.reveal = residents.give(
        request.person, by=by, to=request.loop.asker_user, approved_by=request.decided_by,
        approved_at=request.decided_at, purpose=request.purpose,
        words=secret.open(request, "words", by=by), what=request.what,
    )  # fmt: skip
    request.save()
    return request
