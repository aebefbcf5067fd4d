"""What a leaver holds, and what of it stands in her hand-over already: asked anew at each reading, so that a matter
opened for her meanwhile is never forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.core.actor import Actor
from huiyin.loops import kinds, things
from huiyin.loops.models import Handover, HandoverItem, ItemState, Loop, State

SETTLED = (ItemState.ACCEPTED, ItemState.DONE)
UNOWNED = (ItemState.LISTED, ItemState.REFUSED)
DEPTH = 3  # a referral, its case, what was promised in it
BESIDE = ("person", "asker_org", "asker_user", "asker_person", "owner", "unit")


@dataclass(frozen=True)
class Holding:
    """Matters (each with what follows it) and things, by their sort, that are still hers."""

    loops: tuple[Loop, ...]
    things: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        return len(self.loops) + len(self.things)

    def beside(self, items: Iterable[HandoverItem]) -> "Holding":
        """What no item stands for."""
        rows = list(items)
        named = {row.loop_id for row in rows}
        told = {(row.sort, row.target) for row in rows}
        return Holding(
            tuple(loop for loop in self.loops if loop.pk not in named),
            tuple(thing for thing in self.things if thing not in told),
        )


def held(handovers: Iterable[Handover], actor: Actor) -> dict[UUID, Holding]:
    """Hand-over → what its leaver holds in the actor's sight. A query for matters and one for each sort of thing."""
    rows = list(handovers)
    leavers = {row.leaver_id for row in rows}
    seen = Loop.objects.visible_to(actor).open().filter(owner__in=leavers)
    loops = list(seen.exclude(pk__in=[row.pk for row in rows]).order_by("opened_at", "id"))
    found = {thing.code: thing.held(leavers, actor) for thing in things.every()} if rows else {}
    return {
        row.pk: Holding(
            tuple(heads([loop for loop in loops if loop.owner_id == row.leaver_id])),
            tuple((code, one) for code, by in found.items() for one in by.get(row.leaver_id, ())),
        )
        for row in rows
    }


def heads(loops: list[Loop]) -> list[Loop]:
    """Those that do not follow another of hers: what one owner has goes along with its parent, unless it asks for
    another right (an approval), as `loop.pass_down` does."""
    by_id = {loop.pk: loop for loop in loops}
    above = {loop.pk: by_id.get(loop.parent_id) if loop.parent_id else None for loop in loops}
    return [loop for loop in loops if not _alike(loop, above[loop.pk])]


def families(loops: Iterable[Loop], actor: Actor) -> dict[UUID, list[Loop]]:
    """Matter → the open ones that go with it, itself first: a query a level, however many there are."""
    found = {loop.pk: [loop] for loop in loops}
    level = {line[0].pk: line[0] for line in found.values()}
    head = {pk: pk for pk in found}
    for _ in range(DEPTH):
        below = Loop.objects.visible_to(actor).open().filter(parent__in=level)
        rows = list(below.select_related(*BESIDE).order_by("opened_at", "id"))
        rows = [row for row in rows if _alike(row, level[row.parent_id])]  # type: ignore[index]
        for row in rows:
            row.parent = level[row.parent_id]  # type: ignore[index]
            head[row.pk] = head[row.parent.pk]
            found[head[row.pk]].append(row)
        level = {row.pk: row for row in rows}
    return found


def _alike(loop: Loop, above: Loop | None) -> bool:
    if above is None or above.owner_id != loop.owner_id:
        return False
    return kinds.of(above.kind).keeper == kinds.of(loop.kind).keeper


def open_items(handover: Handover, actor: Actor) -> list[HandoverItem]:
    """Items that are neither taken nor done, and whose matter or thing is still the leaver's."""
    holding = held([handover], actor)[handover.pk]
    items = handover.items.exclude(state__in=SETTLED).select_related("loop")
    return [item for item in items if is_open(item, handover, holding)]


def is_open(item: HandoverItem, handover: Handover, holding: Holding) -> bool:
    """What was answered meanwhile, or given to somebody on the board, needs nobody any more."""
    if item.state in SETTLED:
        return False
    if item.loop is not None:
        return still_hers(item.loop, handover)
    return not item.target or (item.sort, item.target) in holding.things


def still_hers(loop: Loop, handover: Handover) -> bool:
    return loop.state == State.OPEN and loop.owner_id == handover.leaver_id


def asks(item: HandoverItem, actor: Actor) -> tuple[str, str]:
    """What who takes it must hold, and over which unit; no unit where anybody of the house may."""
    if item.loop is not None:
        return kinds.of(item.loop.kind).keeper, item.loop.unit_id
    if not item.target:
        return "", ""
    told = things.of(item.sort).told([item.target], actor).get(item.target)
    return (told.keeper, told.unit) if told else ("", "")


def offered(actor: Actor) -> QuerySet[HandoverItem]:
    """What waits for her to take it."""
    hers = HandoverItem.objects.visible_to(actor).filter(receiver=actor.user)
    still = Q(loop__isnull=True) | Q(loop__state=State.OPEN, loop__owner=F("handover__leaver"))
    return hers.filter(still, state=ItemState.OFFERED, handover__seat__isnull=False)


def waiting(actor: Actor) -> int:
    """等您接 N 项."""
    return offered(actor).count()


def running(actor: Actor) -> list[Handover]:
    rows = Handover.objects.visible_to(actor).running().select_related("leaver", "loop__unit")
    return list(rows.order_by("last_day", "pk"))


def unowned(actor: Actor) -> int:
    """The menu's number: what nobody has been named for, in all hand-overs that run here."""
    return sum(counts(running(actor), actor).values())


def counts(handovers: list[Handover], actor: Actor) -> dict[UUID, int]:
    """Hand-over → how many of its items nobody has been named for, newcomers among them."""
    rows = HandoverItem.objects.visible_to(actor).filter(handover__in=handovers)
    items = list(rows.select_related("loop"))
    holdings = held(handovers, actor)
    found = {}
    for one in handovers:
        hers = [item for item in items if item.handover_id == one.pk]
        bare = [
            item for item in hers if item.state in UNOWNED and is_open(item, one, holdings[one.pk])
        ]
        found[one.pk] = len(bare) + len(holdings[one.pk].beside(hers))
    return found
