"""The other communities, and the hours that are nobody's case."""

from huiyin.demo.builders.access import actor_for
from huiyin.demo.seed import steps
from huiyin.records import rules as records

OTHERS = (
    (
        "龚秀英",
        "2",
        69,
        "elder",
        "膝盖疼，下不了楼，买菜靠邻居。",
        "膝盖好转，已能下楼；约好一起去领药。",
    ),
    (
        "马长贵",
        "1",
        71,
        "relief",
        "低保家庭，老伴长期卧床，他一个人照顾。",
        "教他翻身的手法，联系了喘息服务。",
    ),
    (
        "黎小雨",
        "2",
        15,
        "child",
        "父母离婚后不愿上学，整天关在屋里。",
        "陪她画了一下午画，说下周愿意见班主任。",
    ),
    (
        "秦广文",
        "1",
        55,
        "mood",
        "失业半年，夜里睡不着，和家里人不说话。",
        "愿意白天出来走走，约了周三一起去公园。",
    ),
    (
        "赵桂芳",
        "2",
        80,
        "elder",
        "独居，耳背，敲门听不见，怕出事。",
        "装了闪光门铃，邻居每天看一次灯。",
    ),
    (
        "毛大勇",
        "1",
        44,
        "disabled",
        "腿伤后没有工作，想学修手机。",
        "去残联登记了培训班，下月开课。",
    ),
    (
        "彭素珍",
        "2",
        62,
        "family",
        "和儿媳为带孙子的事吵了一年。",
        "三个人坐下来谈了一次，定了每周三天。",
    ),
)


def others(p: steps.Players) -> None:
    """The other seven communities: each room's worker serves somebody whom her committee named."""
    later = p.district.clerks[2:], p.district.room_workers[2:], OTHERS
    for days, (clerk, worker, told) in enumerate(zip(*later, strict=True)):
        name, sex, age, matter, problem, note = told
        by, consent = actor_for(worker), "guardian" if age < 18 else "self"
        one = steps.ask(
            p,
            actor_for(clerk),
            22 - days,
            name,
            sex,
            age,
            matter,
            problem,
            agreed="summary",
            consent=consent,
        )
        case = steps.take(p, one, 21 - days, by)
        steps.record(by, case, 17 - days, "visit", 45, "第一次上门，认了门，听他把事情说完。")
        steps.record(by, case, 9 - days, "visit", 40, note)


def walks(p: steps.Players) -> None:
    """Deeds of today, and an hour for the civil affairs desk."""
    with steps.then(0, "09:30"):
        records.write(
            by=p.worker,
            minutes=60,
            kind="come",
            klass="admin",
            heads=3,
            note="帮民政窗口给三位老人讲高龄津贴怎么申请。",
        )
    with steps.then(0, "10:35"):
        records.write(
            by=p.worker, minutes=20, kind="meeting", klass="internal", note="晨会，分今天的走访。"
        )
