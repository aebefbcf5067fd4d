"""The living present: the last weeks before today, played through the doors by the people themselves."""

from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.loops import door
from huiyin.demo.seed import steps
from huiyin.demo.seed.district import District
from huiyin.demo.seed.neighbours import others, walks
from huiyin.loops import rules as loops
from huiyin.places import calendar
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral


def play(district: District) -> None:
    players = steps.Players(
        district,
        *[actor_for(u) for u in (*district.clerks[:2], *district.workers[:2], district.lead)],
    )
    for tell in (_xiang, _mou, _pu, _qiao, _ran, _she, _luo, _shi, others, _tan, _zou, walks):
        tell(players)


def _xiang(p: steps.Players) -> None:
    """Accepted a month ago, served every week; the monthly word to the committee is two working days late."""
    one = steps.ask(p, p.clerk, 25, "向素芬", "2", 78, "elder", "老伴去世后一个人住，摔过一次，最近不下楼。",
               tried="社区送过两次餐，楼长每周敲一次门。", needs="上门陪伴，看看能不能申请居家养老。", agreed="summary")  # fmt: skip
    case = steps.take(p, one, 24, p.worker)
    steps.record(
        p.worker,
        case,
        22,
        "visit",
        50,
        "第一次上门。她说夜里睡不好，想老伴。厨房煤气软管老化。",
        owed="请燃气公司换软管",
        owed_in=3,
    )
    steps.papers(
        p.worker,
        case,
        20,
        "丧偶后独居，情绪低落，跌倒风险高。",
        "每周自己下楼不少于三次；夜里能连续睡满四小时。",
    )
    steps.record(p.worker, case, 15, "call", 12, "提醒降温。燃气已请安全员查过，软管换新。")
    steps.keep(p.worker, case, 15, "软管换好了，安全员也看过。")
    steps.record(p.worker, case, 10, "visit", 45, "一起翻旧照片，她主动说起老伴的相机。")
    steps.record(
        p.worker,
        case,
        4,
        "visit",
        50,
        "连续两周自己下楼买菜，夜里仍醒两三次。邻居冯姐每晚敲一次门。",
    )
    with steps.then(4, "11:00"):
        loops.step(case.loop, by=p.worker, words="陪她去街道卫生中心复评", on=steps.workday(2))
    _owe_a_word(one)


def _owe_a_word(one: Referral) -> None:
    """The monthly word fell due two working days ago: the one late promise of the demonstration."""
    due_at = clock.at(steps.workday_before(2), calendar.CLOSES)
    loops.set_clock(one.loop, by=door(one.loop.unit), code="note", due_at=due_at)


def _mou(p: steps.Players) -> None:
    one = steps.ask(
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
    case = steps.take(p, one, 17, p.second)
    steps.record(p.second, case, 14, "come", 40, "来站里谈了四十分钟，愿意先试试社区的短工。")
    steps.papers(
        p.second, case, 13, "失业半年，家庭冲突，求职信心低。", "两个月内做过三次以上的求职尝试。"
    )
    steps.record(
        p.second,
        case,
        6,
        "visit",
        60,
        "和妻子一起谈，约定每天留半小时说正事。",
        owed="把街道招聘会的日子告诉他",
        owed_in=9,
    )


def _pu(p: steps.Players) -> None:
    """Served and answered in time; the committee says it is not solved, and it is open again."""
    one = steps.ask(
        p, p.clerk, 30, "蒲德贵", "1", 84, "elder", "独居，血压高，药常常忘了吃。", agreed="detail"
    )
    case = steps.take(p, one, 30, p.worker, hour="15:20")
    steps.record(p.worker, case, 27, "visit", 40, "血压偏高，药盒里少了两天。陪他约了卫生中心。")
    steps.papers(p.worker, case, 25, "独居，高血压，用药不规律。", "连续四周按时服药。")
    steps.record(p.worker, case, 20, "accompany", 90, "陪同去卫生中心，医生调了药，教他用分药盒。")
    steps.close(
        p.worker,
        case,
        8,
        "每周二社工上门看一次药盒，血压平稳。",
        "血压平稳了，药盒每周有人看，除夕前还会去一次。",
    )
    with steps.then(7, "10:00"):
        referrals.answer(
            one, by=p.worker, words="血压平稳了，每周二社工上门看一次药盒。", level="summary"
        )
    with steps.then(1, "16:10"):
        loops.unsolved(
            one.loop, by=p.clerk, words="昨天又忘吃药，邻居来说的。能不能隔天有人看一下？"
        )


def _qiao(p: steps.Players) -> None:
    one = steps.ask(
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
    with steps.then(2, "09:30"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[0])
    with steps.then(1, "14:00"):
        referrals.return_(
            steps.fresh(one), by=p.worker, words="请补一句：他现在和谁住，有没有住院发票。"
        )


def _ran(p: steps.Players) -> None:
    one = steps.ask(
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
    case = steps.take(p, one, 11, p.worker)
    steps.record(p.worker, case, 9, "visit", 35, "量了卫生间，需要两根扶手。")
    steps.record(p.worker, case, 1, "call", 15, "告诉他扶手申请已经到区残联，等回复。")
    with steps.then(1, "11:30"):
        loops.step(case.loop, by=p.worker, words="区残联答复后转告他", on=steps.workday(3))


def _she(p: steps.Players) -> None:
    """A no that waits for the lead."""
    one = steps.ask(
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
    with steps.then(1, "10:20"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[1])
    with steps.then(1, "15:00"):
        referrals.decline(
            steps.fresh(one), by=p.second, reason="outside", words="诉求是重算补偿，属于政策问题，社工站改不了。",
            alternative="请信访办按程序受理；他情绪激动时，我们可以陪着谈。",
        )  # fmt: skip


def _luo(p: steps.Players) -> None:
    """A no that reached the committee, with a way on."""
    one = steps.ask(
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
    with steps.then(13, "09:10"):
        loops.assign(one.loop, by=p.lead, to=p.district.workers[1])
        referrals.decline(
            steps.fresh(one), by=p.second, reason="outside", words="社工站不能安排岗位。",
            alternative="街道劳动就业所每周三有保洁岗位登记，可以陪她去一次。",
        )  # fmt: skip
    with steps.then(13, "16:40"):
        referrals.agree(steps.fresh(one), by=p.lead)


def _shi(p: steps.Players) -> None:
    """Answered and done before the promised day, and one the committee withdrew."""
    one = steps.ask(
        p, p.clerk, 40, "石永寿", "1", 83, "elder", "一个人住，想有人每周来看看。", agreed="detail"
    )
    case = steps.take(p, one, 39, p.worker)
    steps.record(
        p.worker,
        case,
        36,
        "visit",
        30,
        "量血压 138/84，说昨晚睡得好。",
        owed="血压偏高，第二天再去看一次",
        owed_in=2,
    )
    steps.keep(p.worker, case, 35, "又量了一次，132/80。")
    steps.papers(
        p.worker, case, 34, "独居，血压偏高，想有人说话。", "每周有人上门一次，血压记在本子上。"
    )
    steps.record(p.worker, case, 25, "visit", 40, "楼长答应每周二去坐坐，血压本放在门口。")
    steps.close(
        p.worker,
        case,
        21,
        "楼长每周二上门，血压平稳。",
        "楼长每周二去坐坐，血压平稳，有事他会打站里的电话。",
    )
    with steps.then(20, "09:30"):
        referrals.answer(
            one,
            by=steps.now(p.worker),
            words="楼长每周二去坐坐，血压平稳，有事他会打站里的电话。",
            level="summary",
        )
    gone = steps.ask(
        p, p.other_clerk, 9, "周秀英", "2", 70, "mood", "搬来和女儿住，不适应。", agreed="status"
    )
    with steps.then(8, "09:00"):
        referrals.withdraw(steps.fresh(gone), by=p.other_clerk, words="她跟女儿回老家了。")


def _tan(p: steps.Players) -> None:
    steps.ask(
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


def _zou(p: steps.Players) -> None:
    steps.ask(p, p.clerk, 0, "邹桂兰", "2", 74, "elder", "在楼道跌倒后不敢出门，女儿每周来一次。上周敲门她不愿开。",
         tried="社区送过两次餐。", urgency="urgent", agreed="summary")  # fmt: skip
