"""What an asker may read. The one place where a reply's words are cut to the level the resident agreed to:
the committee's page, its inbox, the receipt and the public look-up all ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.loops.models import Agreed, Loop, Reply
from huiyin.loops.models.replies import Unheard

LEVELS = [Agreed.STATUS, Agreed.SUMMARY, Agreed.DETAIL]
Kind = Reply.Kind
STATUS: dict[str, str] = {
    Kind.RECEIVED: "收到了。",
    Kind.HANDED: "换了一位同事负责。",
    Kind.CONTACT: "社工已经和居民见面或通话。",
    Kind.STAGE: "服务进到了下一阶段。",
    Kind.PROGRESS: "有了新进展。",
    Kind.RETURNED: "需要您补充情况。",
    Kind.SUPPLEMENT: "您补充了情况。",
    Kind.PASSED_ON: "已转给别处接着办。",
    Kind.DECLINED: "这件事社工站不能受理。",
    Kind.COMPLETED: "服务已经结束。",
    Kind.ANSWER: "已答复。",
    Kind.UNSOLVED: "您说还没解决。",
    Kind.NUDGE: "您催了一下。",
    Kind.WITHDRAWN: "您撤回了。",
}


@dataclass(frozen=True)
class Echo:
    """One line the asker may read: `status` says what happened, `words` how, as far as was agreed."""

    at: datetime
    kind: str
    side: str
    status: str
    words: str


def may_read(reply: Reply, agreed: str) -> bool:
    """Her own words she may always read; ours when the agreed level reaches the reply's."""
    if reply.side == Reply.Side.ASKER:
        return True
    return LEVELS.index(Agreed(agreed)) >= LEVELS.index(Agreed(reply.level))


def echoes(loops: Iterable[Loop], *, by: Actor) -> dict[object, list[Echo]]:
    """Loop id → what its asker may read, oldest first: two queries however many loops there are."""
    by_id = {loop.pk: loop for loop in loops}
    shown = Reply.objects.filter(loop__in=by_id, shown_at__isnull=False).order_by("at", "id")
    replies = list(shown.select_related("loop"))
    open_to = [reply for reply in replies if may_read(reply, by_id[reply.loop_id].agreed)]
    words = _opened(open_to, by)
    heard: dict[object, list[Echo]] = {pk: [] for pk in by_id}
    for reply in replies:
        heard[reply.loop_id].append(_echo(reply, words.get(reply.pk, "")))
    return heard


def heard(loop: Loop, *, by: Actor) -> list[Echo]:
    return echoes([loop], by=by)[loop.pk]


def thread(loop: Loop, *, by: Actor) -> list[Echo]:
    """All that was said on a matter, for the station that holds it; anybody else hears what an asker hears."""
    if by.rows != "reach":
        return heard(loop, by=by)
    lines = list(Reply.objects.visible_to(by).filter(loop=loop).order_by("at", "id"))
    words = _opened(lines, by)
    return [_echo(line, words[line.pk]) for line in lines]


def _opened(replies: list[Reply], by: Actor) -> dict[object, str]:
    """Reply id → its words. Nobody but this file opens an Unheard."""
    for reply in replies:
        if isinstance(reply.words, Unheard):
            reply.words = secret.Sealed(reply.words.token)
    words = secret.open_all(replies, "words", by=by)
    return dict(zip((reply.pk for reply in replies), words, strict=True))


def _echo(reply: Reply, words: str) -> Echo:
    return Echo(reply.at, reply.kind, reply.side, STATUS[reply.kind], words)


def told(reply: Reply, words: str, *, agreed: str) -> str:
    """The same cut, for the line that goes to the inbox while the reply is being written."""
    return f"{STATUS[reply.kind]}{words if may_read(reply, agreed) else ''}"
