from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.loops import heard, kinds
from huiyin.loops.models import Agreed, Loop, Reply
from huiyin.notices import rules as notices


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
) -> Reply:
    """A line on the matter. Ours goes to the asker's inbox, cut to the agreed level; hers to the owner's."""
    line = Reply.objects.create(
        loop=loop, kind=kind, words=words, level=level, side=side, by_id=by.user,
        shown_at=clock.now() if shown else None,
    )  # fmt: skip
    if side == Reply.Side.ASKER:
        said = f"{loop.asker_name or '交办人'}：{Reply.Kind(kind).label}。"
        notices.tell(
            by=by,
            user=loop.owner,
            words=said,
            url=kinds.page(loop),
            cause=loop.pk,
            unit=loop.unit_id,
        )
    elif shown:
        _tell_asker(loop, by=by, said=heard.told(line, words, agreed=loop.agreed))
    return line


def _tell_asker(loop: Loop, *, by: Actor, said: str) -> None:
    if loop.person and (loop.asker_org or loop.asker_user):
        said = f"{loop.person.name}：{said}"
    if loop.asker_org:
        notices.tell(
            by=by,
            organisation=loop.asker_org,
            words=said,
            url=kinds.page(loop),
            cause=loop.pk,
            unit=loop.unit_id,
        )
    elif loop.asker_user:
        notices.tell(
            by=by,
            user=loop.asker_user,
            words=said,
            url=kinds.page(loop),
            cause=loop.pk,
            unit=loop.unit_id,
        )
