"""何川 leaves in two weeks: his hand-over is under way. Some of it is taken, some waits, some nobody has been named for."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.access.models import User
from huiyin.core.actor import Actor
from huiyin.demo.builders.access import actor_for
from huiyin.demo.seed import steps
from huiyin.demo.seed.district import District
from huiyin.loops import queries
from huiyin.loops import rules as loops
from huiyin.loops.models import Handover, HandoverItem
from huiyin.loops.rules import handing, taking
from huiyin.referrals.models import Referral

LAST_DAY = 10  # working days from today
# which community (0 石溪, 1 望江 …), name, sex, age, matter, problem, first visit; who is asked to take it
SERVED = (
    (0, "裘国珍", "2", 81, "elder", "老伴住院，一个人做饭怕忘关火。", "装了定时阀，女儿每晚视频一次。", "worker"),
    (0, "谭晓敏", "2", 14, "child", "父母在外打工，跟着外婆，最近总逃课。", "和她聊了喜欢的漫画，愿意周五再来。", "room"),
    (0, "沈万福", "1", 77, "elder", "轻度失智，走丢过一次。", "做了防走失手环，邻居群里留了电话。", "room"),
    (0, "江怀玉", "2", 66, "family", "带孙子累出腰病，和儿子说不到一起。", "三个人商量好每周歇两天。", "worker"),
    (1, "田茂林", "1", 58, "disabled", "右手残疾，低保复审材料不会写。", "陪他把材料理了一遍，还差一张证明。", "room2"),
    (1, "傅桂珍", "2", 73, "mood", "老伴走了半年，不愿见人。", "她肯开门了，坐了一个小时。", "room2"),
    (1, "殷志明", "1", 16, "child", "辍学在家打游戏，和父亲动过手。", "父子分开谈了一次，约好不动手。", ""),
    (2, "盛兰英", "2", 85, "elder", "独居，楼道没有灯，晚上不敢出门。", "报了路灯，先送了一盏感应灯。", "room3"),
    (3, "乔德胜", "1", 62, "aid", "大病以后欠了药费，想申请临时救助。", "陪他去窗口问清了要哪几样材料。", ""),
    (4, "祝小兰", "2", 47, "family", "丈夫酗酒，孩子要中考。", "先请了妇联一起上门。", ""),
)  # fmt: skip
OWED = (
    ("补齐三份结案量表", 6, "own"),
    ("把辅具借用登记交回区残联", 3, ""),
    ("给泡菜互助小组排下个月的菜", 8, "worker"),
)
SPOKEN = (("望江社区居委会的联络", "room2"), ("站里活动室和档案柜的钥匙", "lead"))
WHY = "手上已经有十几位，再接一位怕顾不过来。"


@dataclass
class Leaving:
    p: steps.Players
    wanted: dict[UUID, str]  # Loop id → user name of who is asked, "" nobody


def play(district: District) -> None:
    people = (*district.clerks[:2], *district.workers[:2], district.lead)
    p = steps.Players(district, *[actor_for(user) for user in people])
    leaving = Leaving(p, {})
    for told in SERVED:
        _serve(leaving, *told)
    for words, days, to in OWED:
        with steps.then(9, "16:20"):
            one = loops.promise(by=steps.now(p.second), words=words, on=steps.workday(days + 7))
        leaving.wanted[one.pk] = to
    _hand_over(leaving)


def _serve(
    leaving: Leaving, place: int, name: str, sex: str, age: int, matter: str, problem: str, note: str,
    to: str,
) -> None:  # fmt: skip
    p = leaving.p
    clerk = actor_for(p.district.clerks[place])
    consent = "guardian" if age < 18 else "self"
    one: Referral = steps.ask(
        p, clerk, 16 + place, name, sex, age, matter, problem, agreed="summary", consent=consent
    )
    case = steps.take(p, one, 15 + place, p.second)
    steps.record(p.second, case, 11 - place, "visit", 45, note)
    leaving.wanted[one.pk] = to


def _hand_over(leaving: Leaving) -> None:
    p = leaving.p
    with steps.then(4, "09:20"):
        lead = steps.now(p.lead)
        handover: Handover = handing.begin(
            by=lead, leaver=p.district.workers[1], last_day=steps.workday(LAST_DAY + 3)
        )
        asked = {one.pk: to for one, to in _listed(handover, leaving)}
        for words, to in SPOKEN:
            asked[handing.add(handover, by=lead, words=words).pk] = to
    with steps.then(3, "10:05"):
        _offer(handover, asked, steps.now(p.lead))
    _answer(handover)


def _listed(handover: Handover, leaving: Leaving) -> list[tuple[HandoverItem, str]]:
    return [
        (item, leaving.wanted.get(item.loop_id or item.pk, "")) for item in handover.items.all()
    ]


def _offer(handover: Handover, asked: dict[UUID, str], lead: Actor) -> None:
    users = {user.username: user for user in User.objects.filter(username__in=asked.values())}
    users["own"] = handover.leaver
    items = [item for item in handover.items.all() if asked[item.pk]]
    handing.offer(handover, by=lead, to=[(item, users[asked[item.pk]]) for item in items])


def _answer(handover: Handover) -> None:
    """周敏 and 江雪梅 have taken theirs, 邓川 one of his; 田小蓉 sends hers back, with a reason."""
    for username, ago, most in (("worker", 2, 2), ("room", 2, 1), ("room2", 1, 2), ("lead", 1, 1)):
        with steps.then(ago, "15:30"):
            by = actor_for(User.objects.get(username=username))
            for line in queries.offers(by)[:most]:
                taking.take(line.item, by=by)
    with steps.then(1, "17:10"):
        by = actor_for(User.objects.get(username="room3"))
        for line in queries.offers(by):
            taking.refuse(line.item, by=by, words=WHY)
