"""The living present: the last weeks before today, played through the doors by the people themselves."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from huiyin.access.models import Organisation, User
from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.contracts import queries as boundary
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.residents import make_number
from huiyin.demo.seed.district import District
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.loops.rules.clocks import refresh_due
from huiyin.places import calendar
from huiyin.records import rules as records
from huiyin.records.models import Record
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral
from huiyin.referrals.rules.ask import Newcomer

_serial = count(1)
CLERK_PHONE = "02355500126"


@dataclass
class Players:
    """Everyone who acts in it, as the actor of her post."""

    district: District
    clerk: Actor
    other_clerk: Actor
    worker: Actor
    second: Actor
    lead: Actor


def play(district: District) -> None:
    players = Players(
        district,
        *[actor_for(u) for u in (*district.clerks[:2], *district.workers[:2], district.lead)],
    )
    for tell in (_xiang, _mou, _pu, _qiao, _ran, _she, _luo, _shi, _tan, _zou, _walks):
        tell(players)


def _xiang(p: Players) -> None:
    """Accepted a month ago, served every week; the monthly word to the committee is two working days late."""
    one = _ask(p, p.clerk, 25, "向素芬", "2", 78, "elder", "老伴去世后一个人住，摔过一次，最近不下楼。",
               tried="社区送过两次餐，楼长每周敲一次门。", needs="上门陪伴，看看能不能申请居家养老。", agreed="summary")  # fmt: skip
    case = _take(p, one, 24, p.worker)
    _record(
        p.worker,
        case,
        22,
        "visit",
        50,
        "第一次上门。她说夜里睡不好，想老伴。厨房煤气软管老化。",
        owed="请燃气公司换软管",
        owed_in=3,
    )
    _papers(
        p.worker,
        case,
        20,
        "丧偶后独居，情绪低落，跌倒风险高。",
        "每周自己下楼不少于三次；夜里能连续睡满四小时。",
    )
    _record(p.worker, case, 15, "call", 12, "提醒降温。燃气已请安全员查过，软管换新。")
    _record(p.worker, case, 10, "visit", 45, "一起翻旧照片，她主动说起老伴的相机。")
    _record(
        p.worker,
        case,
        4,
        "visit",
        50,
        "连续两周自己下楼买菜，夜里仍醒两三次。邻居冯姐每晚敲一次门。",
    )
    with _then(4, "11:00"):
        loops.step(case.loop, by=p.worker, words="陪她去街道卫生中心复评", on=_workday(2))
        _owe_a_word(one)


def _owe_a_word(one: Referral) -> None:
    """The monthly word fell due two working days ago: the one late promise of the demonstration."""
    note = one.loop.milestones.unmet().filter(code="note").get()
    note.due_at = clock.at(_workday_before(2), calendar.CLOSES)
    note.save()
    refresh_due(Loop.objects.get(pk=one.loop_id))


def _mou(p: Players) -> None:
    one = _ask(
        p,
        p.other_clerk,
        18,
        "牟建平",
        "1",
        46,
        "jobs",
        "工厂裁员后半年没出门找工作，和妻子天天吵。",
        agreed="status",
    )
    case = _take(p, one, 17, p.second)
    _record(p.second, case, 14, "come", 40, "来站里谈了四十分钟，愿意先试试社区的短工。")
    _papers(
        p.second, case, 13, "失业半年，家庭冲突，求职信心低。", "两个月内做过三次以上的求职尝试。"
    )
    _record(
        p.second,
        case,
        6,
        "visit",
        60,
        "和妻子一起谈，约定每天留半小时说正事。",
        owed="把街道招聘会的日子告诉他",
        owed_in=9,
    )


def _pu(p: Players) -> None:
    """Served and answered in time; the committee says it is not solved, and it is open again."""
    one = _ask(
        p, p.clerk, 30, "蒲德贵", "1", 84, "elder", "独居，血压高，药常常忘了吃。", agreed="detail"
    )
    case = _take(p, one, 30, p.worker, hour="15:20")
    _record(p.worker, case, 27, "visit", 40, "血压偏高，药盒里少了两天。陪他约了卫生中心。")
    _papers(p.worker, case, 25, "独居，高血压，用药不规律。", "连续四周按时服药。")
    _record(p.worker, case, 20, "accompany", 90, "陪同去卫生中心，医生调了药，教他用分药盒。")
    _close(
        p.worker,
        case,
        8,
        "每周二社工上门看一次药盒，血压平稳。",
        "血压平稳了，药盒每周有人看，除夕前还会去一次。",
    )
    with _then(7, "10:00"):
        referrals.answer(
            one, by=p.worker, words="血压平稳了，每周二社工上门看一次药盒。", level="summary"
        )
    with _then(1, "16:10"):
        loops.unsolved(
            one.loop, by=p.clerk, words="昨天又忘吃药，邻居来说的。能不能隔天有人看一下？"
        )


def _qiao(p: Players) -> None:
    one = _ask(
        p,
        p.clerk,
        3,
        "谯明亮",
        "1",
        52,
        "aid",
        "想申请临时救助，材料不知道缺什么。",
        agreed="summary",
    )
    with _then(2, "09:30"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[0])
    with _then(1, "14:00"):
        referrals.return_(
            _fresh(one), by=p.worker, words="请补一句：他现在和谁住，有没有住院发票。"
        )


def _ran(p: Players) -> None:
    one = _ask(
        p,
        p.other_clerk,
        12,
        "冉国华",
        "1",
        63,
        "elder",
        "下肢残疾，卫生间没有扶手，洗澡摔过。",
        agreed="summary",
    )
    case = _take(p, one, 11, p.worker)
    _record(p.worker, case, 9, "visit", 35, "量了卫生间，需要两根扶手。")
    _record(p.worker, case, 1, "call", 15, "告诉他扶手申请已经到区残联，等回复。")
    with _then(1, "11:30"):
        loops.step(case.loop, by=p.worker, words="区残联答复后转告他", on=_workday(3))


def _she(p: Players) -> None:
    """A no that waits for the lead."""
    one = _ask(
        p,
        p.clerk,
        2,
        "余大海",
        "1",
        39,
        "petition",
        "反复上访，要求重算十年前的补偿。",
        agreed="status",
    )
    with _then(1, "10:20"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[1])
    with _then(1, "15:00"):
        referrals.decline(
            _fresh(one), by=p.second, reason="outside", words="诉求是重算补偿，属于政策问题，社工站改不了。",
            alternative="请信访办按程序受理；他情绪激动时，我们可以陪着谈。",
        )  # fmt: skip


def _luo(p: Players) -> None:
    """A no that reached the committee, with a way on."""
    one = _ask(
        p,
        p.other_clerk,
        14,
        "罗世英",
        "2",
        58,
        "jobs",
        "想请社工站安排一个保洁岗位。",
        agreed="summary",
    )
    with _then(13, "09:10"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[1])
        referrals.decline(
            _fresh(one), by=p.second, reason="outside", words="社工站不能安排岗位。",
            alternative="街道劳动就业所每周三有保洁岗位登记，可以陪她去一次。",
        )  # fmt: skip
    with _then(13, "16:40"):
        referrals.agree(_fresh(one), by=p.lead)


def _shi(p: Players) -> None:
    """Answered and done, and one the committee withdrew."""
    one = _ask(
        p, p.clerk, 40, "石永寿", "1", 83, "elder", "一个人住，想有人每周来看看。", agreed="detail"
    )
    case = _take(p, one, 39, p.worker)
    _record(
        p.worker,
        case,
        36,
        "visit",
        30,
        "量血压 138/84，说昨晚睡得好。",
        owed="血压偏高，第二天再去看一次",
        owed_in=0,
    )
    gone = _ask(
        p, p.other_clerk, 9, "周秀英", "2", 70, "mood", "搬来和女儿住，不适应。", agreed="status"
    )
    with _then(8, "09:00"):
        referrals.withdraw(_fresh(gone), by=p.other_clerk, words="她跟女儿回老家了。")


def _tan(p: Players) -> None:
    _ask(
        p,
        p.other_clerk,
        1,
        "谭小宇",
        "1",
        11,
        "child",
        "父母都在外地，奶奶生病住院，放学没人管。",
        agreed="summary",
        consent="guardian",
    )


def _zou(p: Players) -> None:
    _ask(p, p.clerk, 0, "邹桂兰", "2", 74, "elder", "在楼道跌倒后不敢出门，女儿每周来一次。上周敲门她不愿开。",
         tried="社区送过两次餐。", urgency="urgent", agreed="summary")  # fmt: skip


def _walks(p: Players) -> None:
    """Deeds of today, and an hour for the civil affairs desk."""
    with _then(0, "09:30"):
        records.write(
            by=p.worker,
            minutes=60,
            kind="come",
            klass="admin",
            heads=3,
            note="帮民政窗口给三位老人讲高龄津贴怎么申请。",
        )
    with _then(0, "10:35"):
        records.write(
            by=p.worker, minutes=20, kind="meeting", klass="internal", note="晨会，分今天的走访。"
        )


def _ask(
    p: Players, clerk: Actor, ago: int, name: str, sex: str, age: int, matter: str, problem: str, *,
    tried: str = "", needs: str = "", urgency: str = "normal", agreed: str, consent: str = "self",
) -> Referral:  # fmt: skip
    born = date(clock.today().year - age, 3, 8)
    person = Newcomer(
        name=name, sex=sex, birth_on=born, number_kind="ric", number=make_number(born, sex, next(_serial)),
        phone=f"1380236{next(_serial):04}", whose="本人", address=f"{_community(clerk)}12 号 3 单元 402",
    )  # fmt: skip
    rule = next(
        r for r in boundary.boundary(clerk, station=p.district.station.code) if r.matter == matter
    )
    with _then(ago, "10:42" if ago else "08:50"):
        return referrals.send(
            by=clerk, station=p.district.station, people=[person], matter=rule, problem=problem, tried=tried,
            needs=needs, urgency=urgency, contact_name=clerk.name, contact_phone=CLERK_PHONE, agreed=agreed,
            consent=consent,
        )  # fmt: skip


def _take(p: Players, one: Referral, ago: int, worker: Actor, hour: str = "09:10") -> Case:
    with _then(ago, hour):
        loops.assign(one.loop, by=p.lead, to=User.objects.get(pk=worker.who))
        referrals.accept(_fresh(one), by=worker)
    return Case.objects.select_related("loop__person").get(pk=_fresh(one).result_id)


def _record(
    by: Actor, case: Case, ago: int, kind: str, minutes: int, note: str, *, owed: str = "", owed_in: int = 0
) -> Record:  # fmt: skip
    person = case.loop.person
    assert person  # noqa: S101 -- every case here has a client
    with _then(ago, "14:30" if ago else "09:40"):
        return records.write(
            by=_now(by), minutes=minutes, kind=kind, thread=case.loop, people=(person,), note=note, owed=owed,
            owed_on=_workday(owed_in) if owed else None,
        )  # fmt: skip


def _papers(by: Actor, case: Case, ago: int, needs: str, goals: str) -> None:
    with _then(ago, "16:00"):
        by = _now(by)
        cases.intake(case, by=by, problem=needs, risks=[])
        cases.assess(case, by=by, personal=needs, needs=needs)
        cases.plan(
            case, by=by, goals=goals, steps="每周上门一次，邻里照应，链接居家养老。", sessions=8
        )


def _close(by: Actor, case: Case, ago: int, summary: str, shareable: str) -> None:
    with _then(ago, "17:00"):
        cases.close(case, by=_now(by), kind="reached", summary=summary, shareable=shareable)


def _fresh(one: Referral) -> Referral:
    return Referral.objects.select_related("loop__person", "loop__unit", "matter").get(pk=one.pk)


def _now(by: Actor) -> Actor:
    """Her sight as it is by now: people have come into her care since she was first asked."""
    return actor_for(User.objects.get(pk=by.who))


def _then(ago: int, hour: str) -> AbstractContextManager[None]:
    """That many days before today, moved back to a working day, never later than this very minute."""
    day = clock.today() - timedelta(days=ago)
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return clock.as_of(min(clock.at(day, hour), clock.now() - timedelta(minutes=1)))


def _workday(days: int) -> date:
    return clock.local(calendar.add_workdays(clock.now(), days)).date()


def _workday_before(n: int) -> date:
    day = clock.today()
    while n:
        day -= timedelta(days=1)
        n -= calendar.is_workday(day)
    return day


def _community(clerk: Actor) -> str:
    return Organisation.objects.get(pk=clerk.org).name.removesuffix("居委会")
