"""Hand-overs at any point, through their own verbs."""

from datetime import date, timedelta

from huiyin.access.models import User
from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.loops.models import Handover, HandoverItem
from huiyin.loops.rules import handing, taking


def make_handover(lead: User, leaver: User, *, last_day: date | None = None) -> Handover:
    """Opened by the lead: everything of the leaver's is listed, nobody is named yet."""
    last_day = last_day or clock.today() + timedelta(days=14)
    handover: Handover = handing.begin(by=actor_for(lead), leaver=leaver, last_day=last_day)
    return handover


def make_offer(handover: Handover, *items: HandoverItem, lead: User, to: User) -> None:
    """These items, or all that are in the list."""
    chosen = items or tuple(handover.items.all())
    handing.offer(handover, by=actor_for(lead), to=[(item, to) for item in chosen])


def make_taken(item: HandoverItem, taker: User) -> HandoverItem:
    taken: HandoverItem = taking.take(fresh(item), by=actor_for(taker))
    return taken


def fresh(item: HandoverItem) -> HandoverItem:
    rows = HandoverItem.objects.select_related("handover__leaver", "loop")
    return rows.get(pk=item.pk)
