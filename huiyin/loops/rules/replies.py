from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import causes, heard, telling
from huiyin.loops.models import Agreed, Loop, Reply

SAID = {
    Reply.Kind.NUDGE: "催了一下",
    Reply.Kind.UNSOLVED: "说还没解决",
    Reply.Kind.SUPPLEMENT: "补充了情况",
    Reply.Kind.WITHDRAWN: "撤回了",
}


@rule("loop.reply", inner=True)
def reply(
    loop: Loop,
    *,
    by: Actor,
    kind: str,
    words: str = "",
    level: str = Agreed.DETAIL,
    side: str = Reply.Side.US,
    shown: bool = True,
    inbox: bool = True,
) -> Reply:
    """A line on the matter. Ours goes to the asker's inbox, cut to the agreed level; hers to the owner's."""
    line = Reply.objects.create(
        loop=loop, kind=kind, words=words, level=level, side=side, by_id=by.user,
        shown_at=clock.now() if shown else None,
    )  # fmt: skip
    if side == Reply.Side.ASKER:
        telling.tell(
            loop,
            by=by,
            user=loop.owner,
            words=f"{loop.asker_name or '交办人'}{SAID[Reply.Kind(kind)]}。",
        )
    elif shown and inbox and (loop.asker_org or loop.asker_user):
        said = heard.told(line, words, agreed=loop.agreed)
        user = None if loop.asker_org else loop.asker_user
        telling.tell(loop, by=by, organisation=loop.asker_org, user=user, words=said)
    return line


@rule("loop.echo", inner=True)
def echo(loop: Loop, *, by: Actor, kind: str, words: str = "", level: str = Agreed.DETAIL) -> Loop:
    """What happens on a matter is said to whoever waits for it: on it, or on one it was opened because of,
    through however many stations the ask was passed on. Each reads it cut to what her resident agreed to."""
    for matter in causes.still_open(loop):
        if matter.asking:
            reply(matter, by=by, kind=kind, words=words, level=level)
    return loop
