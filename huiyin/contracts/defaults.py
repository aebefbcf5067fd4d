"""The boundary a new house starts with. Every row is editable; a station's own row goes before these.

Six rows are the matrix of the text the mission comes from (朱静君，购买方访谈的启示之二，2014; domain.md 1.4).
The others are ours [INF]: what committees ask for most, and what the law gives to somebody else. Their basis says so.
"""

from datetime import date
from typing import Any, NamedTuple

TEXT = "购买方访谈的启示之二（2014）"
OURS = "回音默认，请与街道商定"
SINCE = date(2020, 1, 1)


class Row(NamedTuple):
    matter: str
    name: str
    verdict: str
    wording: str
    why: str
    how: str
    limits: str
    addressee: str
    basis: str


ROWS = [
    Row(
        "elder", "老人照护", "can", "上门评估，链接照护",
        "独居、失能、跌倒后不敢出门的老人，是社工站的本职。",
        "上门评估、情绪支持、照护资源链接、帮他了解和申请居家养老服务。",
        "决定补贴，代替家人照护。",
        "", OURS,
    ),
    Row(
        "family", "家庭关系", "can", "调解沟通，支持照顾者",
        "夫妻、亲子、婆媳之间说不到一起，社工可以陪着谈。",
        "家庭会谈、亲子沟通、照顾者支持，必要时请专业机构。",
        "判断谁对谁错，代替法院分割财产。",
        "", OURS,
    ),
    Row(
        "mood", "情绪低落", "can", "陪伴疏导，筛查转介",
        "丧亲、失业、久病之后情绪低落，早一点有人陪很要紧。",
        "上门陪伴、情绪疏导、量表筛查，需要时陪同就医。",
        "诊断精神疾病，开药。",
        "", OURS,
    ),
    Row(
        "child", "儿童照料", "can", "监护评估，课后陪伴",
        "留守、困境、事实无人抚养的儿童，要先看清谁在照顾。",
        "监护评估、课后陪伴、学校沟通、帮家长了解和申请救助。",
        "代行监护，带孩子回站里过夜。",
        "", OURS,
    ),
    Row(
        "jobs", "劳动就业", "assist", "陪伴求职，不包岗位",
        "找工作归就业部门；社工能做的是人的准备。",
        "跟进辅导，谈谈“离家近、轻松、收入高”的期待，从家里鼓劲，协助办招聘会。",
        "包岗位，承诺多少人就业、干多久。",
        "街道劳动就业和社会保障所", TEXT,
    ),
    Row(
        "aid", "申请救助", "assist", "告诉政策，陪着申请",
        "临时救助、医疗救助由街道民政审批，社工陪着把材料备齐。",
        "讲清政策、核对材料、陪同申请、跟进结果。",
        "审批，先垫钱。",
        "街道民政办", OURS,
    ),
    Row(
        "petition", "信访上访", "assist", "倾听疏导，不改政策",
        "诉求牵涉国家政策、历史遗留问题的，社工介入不了，只能陪着理一理。",
        "倾听、情绪疏导、把问题一条条理清楚。一人一议。",
        "解决政策问题和历史遗留问题，接超出职责的个案。",
        "街道信访办", TEXT,
    ),
    Row(
        "other", "其他", "can", "先写清楚，我们来看",
        "不知道归哪一类，也可以先交来，社工看过再告诉您。",
        "看过情况，受理，或者告诉您该找谁。",
        "没看情况就答应。",
        "", OURS,
    ),
    Row(
        "relief", "低保家庭", "can", "帮扶、疏导、链接资源",
        "低保家庭要的不只是钱，家境、心气和出路都可以一起想办法。",
        "家境帮扶、心理辅导、激发潜能、链接身边资源；政策上的补助，帮他了解和申请。",
        "决定给不给、给多少。",
        "", TEXT,
    ),
    Row(
        "disabled", "残疾人支持", "can", "康复、就业、照顾者支持",
        "残疾人和照顾他的人，都需要有人常来看看。",
        "上门评估、辅具和康复资源链接、照顾者喘息、陪同申请。",
        "评定残疾等级。",
        "", OURS,
    ),
    Row(
        "violence", "家庭暴力", "assist", "先报警，再陪伴",
        "正在打人，先打 110。社工在履职中发现，也必须报告（反家庭暴力法第 14 条）。",
        "陪同报警和就医、安全计划、联系庇护和法律援助。",
        "调解到底，劝她忍一忍。",
        "正在发生打 110；法律援助打 12348", OURS,
    ),
    Row(
        "order", "出租屋、计生、综治", "assist", "可以协助，不能直接办",
        "出租屋管理、计划生育、综治维稳是政府的社会管理本职工作。",
        "协助：陪同走访、安抚情绪、宣传。",
        "直接办理，代替部门上门检查。",
        "街道平安办", TEXT,
    ),
    Row(
        "commons", "社区公共问题", "can", "一起议，不单干",
        "加装电梯、停车、楼道堆物，要大家坐下来谈。",
        "协调居委会、部门和居民，办议事会，收集和反映问题。",
        "一家单干。",
        "", TEXT,
    ),
    Row(
        "errand", "部门要办的活动、调研", "negotiate", "合目标的，坐下来商量",
        "社工站是合作伙伴，不是下属，也不是办活动的工具。",
        "合服务目标的一起做：先说清目的、人手和时间。",
        "临时派工，只出人不商量。",
        "社工站站长", TEXT,
    ),
    Row(
        "grant", "决定低保、补贴给不给", "cannot", "请找街道民政办",
        "给不给、给多少，依法由民政部门审核确认，社工站没有这个权力。",
        "您可以另外转“申请救助”：我们陪他了解政策、备齐材料。",
        "决定资格，催审批。",
        "街道民政办；咨询打 12345", OURS,
    ),
    Row(
        "enforce", "违建、噪声、占道执法", "cannot", "请找街道综合执法",
        "执法和处罚要有执法权，社工站没有。",
        "事后邻里关系难处，可以转“家庭关系”或“社区公共问题”。",
        "上门执法，罚款，拆除。",
        "街道综合执法大队，或打 12345", OURS,
    ),
    Row(
        "medical", "看病、开药、精神科诊断", "cannot", "请找社区卫生服务中心",
        "诊断和用药只能由医生决定。",
        "您可以另外转“情绪低落”或“老人照护”：我们陪他去看医生。",
        "诊断，开药，强制送医。",
        "社区卫生服务中心；急病打 120", OURS,
    ),
    Row(
        "keeping", "代管钱、存折和证件", "cannot", "请找监护人和银行",
        "替人管钱管证件，出了差错谁都说不清。",
        "没有人能管的，我们帮着找合适的监护人：请转“家庭关系”。",
        "代取款，代保管存折、身份证、银行卡。",
        "监护人、亲属，或居（村）民委员会", OURS,
    ),
]  # fmt: skip
FIRST = 8  # so many stand as chips in the form; the others open below them


def put(model: Any) -> None:
    """The rows that are not there yet; a migration and the tests' builder give their own view of the table."""
    there = set(model.objects.filter(unit="").values_list("matter", flat=True))
    fresh = [(n, row) for n, row in enumerate(ROWS) if row.matter not in there]
    model.objects.bulk_create(
        model(unit="", place=n * 10, since=SINCE, **row._asdict()) for n, row in fresh
    )
