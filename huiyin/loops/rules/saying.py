from datetime import date

from huiyin.access.models import Unit, User
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Refused
from huiyin.loops import due, kinds, queries, telling
from huiyin.loops.flow import FLOW
from huiyin.loops.models import Loop, Reply, State
from huiyin.loops.rules.closing import answer, reopen
from huiyin.loops.rules.opening import open as open_loop
from huiyin.loops.rules.replies import reply
from huiyin.places import calendar
from huiyin.residents.models import Person


@rule("loop.promise")
def promise(
    *,
    by: Actor,
    words: str,
    on: date,
    person: Person | None = None,
    parent: Loop | None = None,
    owner: User | None = None,
) -> Loop:
    """What is still owed becomes a matter of its own, with a day."""
    if on < clock.today():
        raise Refused("答应的日子已经过了。请选今天或以后的一天。")
    unit = parent.unit if parent else _unit(by)
    if owner and (why := queries.unfit(owner, unit.pk, kinds.of("promise").keeper)):
        raise Refused(why)
    return open_loop(
        by=by, kind="promise", unit=unit, owner=owner or _herself(by), person=person,
        parent=parent, step_words=words, due_at=clock.at(on, calendar.CLOSES),
    )  # fmt: skip


@rule("loop.keep")
def keep(loop: Loop, *, by: Actor, words: str) -> Loop:
    """A promise is kept: said in words, by its owner or who stands in for her."""
    if loop.kind != "promise":
        raise Refused("这件事不是一句承诺，请到它自己的页面答复。")
    _only_its_owner(loop, by)
    answer(loop, by=by, words=words)
    return loop


@rule("loop.step")
def step(loop: Loop, *, by: Actor, words: str, on: date) -> Loop:
    """The next thing and its day; the old one is replaced, the journal keeps its date."""
    _only_its_owner(loop, by)
    if loop.state != State.OPEN:
        raise Refused("这件事已经有了回音，没有下一步了。")
    if on < clock.today():
        raise Refused("下一步的日子已经过了。请选今天或以后的一天。")
    loop.step_words, loop.step_on = words, on
    loop.due_at = due.nearest(loop)
    loop.save()
    return loop


@rule("loop.nudge")
def nudge(loop: Loop, *, by: Actor) -> Loop:
    """催一下: once a day, by whoever waits; owner and receiver are told."""
    _only_its_asker(loop, by)
    if loop.state != State.OPEN:
        raise Refused("这件事已经有了回音，请看答复。")
    today = clock.at(clock.today())
    if loop.replies.filter(kind=Reply.Kind.NUDGE, at__gte=today).exists():
        raise Refused("今天已经催过一次，负责的同事和站长都收到了。明天还没有回音，可以再催。")
    reply(loop, by=by, kind=Reply.Kind.NUDGE, side=Reply.Side.ASKER)
    _tell_receiver(loop, by)
    return loop


@rule("loop.unsolved")
def unsolved(loop: Loop, *, by: Actor, words: str) -> Loop:
    """还没解决: said once on a closing answer, with words; the matter is open again."""
    _only_its_asker(loop, by)
    if not FLOW.may(loop, "reopen"):
        raise Refused("这件事还在办，没有最后答复。要问进展，请点“催一下”。")
    if loop.reopened:
        raise Refused("这件事已经重开过一次。还有新的情况，请再转介一次，写上这次的回执号。")
    reply(loop, by=by, kind=Reply.Kind.UNSOLVED, words=words, side=Reply.Side.ASKER)
    loop.reopened = 1
    loop.save()
    return reopen(loop, by=by)


def _only_its_asker(loop: Loop, by: Actor) -> None:
    if by.org is None or loop.asker_org_id != by.org:
        raise NotAllowed("loop.nudge")


def _tell_receiver(loop: Loop, by: Actor) -> None:
    """The lead hears of it too; she may be the owner herself, who has been told."""
    station = Unit.objects.select_related("receiver__user").get(code=loop.unit_id[:10])
    if station.receiver is None or station.receiver.pk == loop.owner_id:
        return
    words = f"{loop.asker_name or '交办人'}催了一下，这件事由{loop.owner.name}负责。"
    telling.tell(loop, by=by, user=station.receiver.user, words=words)


def _only_its_owner(loop: Loop, by: Actor) -> None:
    if loop.owner_id not in by.owners:
        raise Refused(f"这件事由{loop.owner.name}负责。要改由别人办，请站长派人。")


def _unit(by: Actor) -> Unit:
    return Unit.objects.get(code=by.unit)


def _herself(by: Actor) -> User:
    assert by.user  # noqa: S101 -- a person's door has a user
    return User.objects.get(pk=by.user)
