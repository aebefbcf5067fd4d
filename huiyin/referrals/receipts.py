"""The receipt: what was promised, by when and by whom, on the screen and on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huiyin.access.models import Unit
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.loops import queries as loops
from huiyin.loops import receipts, terms
from huiyin.loops.models import Milestone
from huiyin.referrals.exports import Receipt
from huiyin.referrals.models import Referral, Urgency
from huiyin.residents import notice
from huiyin.residents import queries as residents
from huiyin.ui.ruler import Ruler

HOURS = "周一至周五 9:00—17:30"
WORDS = {
    "answer": "受不受理，一定答复",
    "contact": "首次接触这位居民",
    "note": "每月告诉您一次进展",
}
END = "结束时告诉您结果"
DANGER = "有生命危险，先打 110、120；说不清归谁管，打 12345。"
SHARED = "我同意转介单位把我的情况告诉社工站，由社工站和我联系。"
AGREED = {
    "status": "我同意把办到哪一步告诉转介单位，不说具体情况。",
    "summary": "我同意把办到哪一步和一两句概况告诉转介单位。",
    "detail": "我同意把服务的次数、内容和效果告诉转介单位。",
}
WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Slip:
    referral: Referral
    number: str
    clocks: list[tuple[Milestone, Ruler, str]]
    feedback: str
    together: list[Referral]
    danger: bool


def slip(referral: Referral, actor: Actor) -> Slip:
    loop = referral.loop
    promised = loops.clocks(loop, hers=True)
    clocks = [(stone, ruler, WORDS.get(stone.code, "答复")) for stone, ruler in promised]
    return Slip(
        referral, receipts.said(loop.receipt), clocks, _feedback(loop.terms), _together(referral, actor),
        referral.urgency == Urgency.DANGER,
    )  # fmt: skip


def _together(referral: Referral, actor: Actor) -> list[Referral]:
    if referral.together is None:
        return []
    rows = Referral.objects.visible_to(actor).filter(together=referral.together)
    return list(
        rows.exclude(pk=referral.pk).select_related("loop__person").order_by("loop__opened_at")
    )


def _feedback(given: dict[str, str]) -> str:
    return f"结案后 {terms.said(given.get('feedback', '5d'))}"


def paper(referral: Referral, actor: Actor) -> Receipt:
    """The name is masked on the receipt, which lies about on desks; whole on the slip that she signs herself."""
    loop, person = referral.loop, referral.person
    station = Unit.objects.select_related("receiver__user").get(pk=loop.unit_id[:10])
    number = receipts.said(loop.receipt).replace(" ", "\u00a0")
    lead = station.receiver.user.name if station.receiver else ""
    link = settings.HUIYIN_PUBLIC_URL.rstrip("/") + "/lookup"
    about = residents.line(person)
    return Receipt(
        title=f"转介回执 {number}", station=station.name, phone=settings.HUIYIN_HELP_PHONE, hours=HOURS,
        printed=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}", number=number,
        facts=_facts(referral, about), danger=DANGER if referral.urgency == Urgency.DANGER else "",
        promises=_promises(referral), link=f"{link}?receipt={loop.receipt or ''}",
        address=link.split("://", 1)[-1], late=f"逾期没有回音，请打上面的电话，找站长{lead}。",
        notice=list(notice.TEXT), name=person.name, who=f"，{about}" if about else "",
        consent=SHARED + AGREED[loop.agreed],
    )  # fmt: skip


def _facts(referral: Referral, about: str) -> list[tuple[str, str]]:
    loop = referral.loop
    asker = f"{loop.asker_org or ''} {loop.asker_name}".strip()
    urgent = (
        ""
        if referral.urgency == Urgency.NORMAL
        else f"，{'急' if referral.urgency == 'urgent' else '有生命危险'}"
    )
    masked = secret.mask_name(referral.person.name)
    return [
        ("转介人", asker or "没有留名"),
        ("居民", f"{masked}（{about}）" if about else masked),
        ("事项", f"{referral.matter}{urgent}"),
        ("收到时间", _said(loop.opened_at)),
        ("谁来负责", loop.owner.name),
    ]


def _promises(referral: Referral) -> list[tuple[str, str]]:
    stones = {stone.code: stone for stone in referral.loop.milestones.order_by("-n")}
    rows = [
        (WORDS[code], _said(stones[code].due_at))
        for code in ("answer", "contact")
        if code in stones
    ]
    if "note" in stones:
        rows.append((WORDS["note"], f"每月 {clock.local(referral.loop.opened_at).day} 日"))
    return [*rows, (END, _feedback(referral.loop.terms))]


def _said(at: datetime) -> str:
    local = clock.local(at)
    return f"{local.year}年{local.month}月{local.day}日（周{WEEK[local.weekday()]}）{local:%H:%M}"
