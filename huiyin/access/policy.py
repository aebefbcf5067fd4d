"""谁能做什么: the one page. A census holds it equal to what the views and the doors ask for."""

from dataclasses import dataclass

from huiyin.core.actor import Lens

EVERYONE: dict[str, str] = {
    "own": "管自己的账号、消息和岗位",
}
CAPABILITIES: dict[str, str] = {
    **EVERYONE,
    "gallery.view": "看界面组件",
    # places
    "calendar.view": "看工作日历",
    "calendar.edit": "改工作日历",
    # audit
    "journal.read": "看日志",
    # access: system administrator
    "account.view": "看账号",
    "account.open": "开账号",
    "account.close": "关账号",
    "account.reset": "发一次性密码",
    "account.unlock": "解锁账号",
    "unit.view": "看单位和组织",
    "unit.open": "设单位",
    "unit.edit": "改单位",
    "organisation.open": "登记组织",
    "organisation.edit": "改组织",
    # access: security administrator
    "post.view": "看岗位",
    "post.grant": "给岗位",
    "post.end": "结束岗位",
    "reach.grant": "给范围",
    "reach.end": "结束范围",
    # access: station lead
    "deputy.view": "看代理安排",
    "deputy.appoint": "安排代理",
    "deputy.end": "结束代理",
    # residents
    "person.find": "找人",
    "person.view": "看居民档案（证号电话遮住）",
    "person.register": "登记居民",
    "person.reveal": "写明用途后查看证号、电话、住址",
    "person.merge": "合并同一个人的两份档案",
    "person.unmerge": "把合并错的两份档案分开",
    "consent.withdraw": "记下居民撤回同意",
    # loops
    "day.view": "看自己的一天",
    "loop.view": "看事项",
    "loop.board": "看全站事项和每人手上的事",
    "loop.promise": "许下一件事",
    "loop.keep": "兑现一件事",
    "loop.step": "定下一步",
    "loop.assign": "派人",
    "loop.nudge": "催一下",
    "loop.unsolved": "说还没解决",
    "handover.view": "看交接",
    "handover.open": "办交接，逐项选人",
    "handover.take": "接同事交接的事",
    # contracts
    "boundary.view": "看能不能转",
    "boundary.edit": "改能不能转",
    "contract.view": "看合同和指标",
    "contract.draft": "起草合同，写指标和上限",
    "contract.sign": "签合同",
    "contract.end": "提前结束合同",
    # records
    "record.view": "看服务记录",
    "record.write": "记一笔",
    "record.correct": "更正记录",
    "record.void": "作废记录",
    # cases
    "case.view": "看个案",
    "case.open": "开案",
    "case.intake": "填接案登记",
    "case.assess": "写预估",
    "case.plan": "定计划",
    "case.close": "结案",
    "case.reopen": "重开个案",
    # rights
    "reveal.ask": "申请查看未成年人资料",
    "reveal.grant": "批准查看未成年人资料",
    "reveal.deny": "不批准查看未成年人资料",
    "reveal.use": "打开已批准查看的资料",
    # referrals
    "referral.view": "看转介",
    "referral.send": "转介一位居民",
    "referral.enter": "替来电或送表的人登记转介",
    "referral.resend": "补充情况",
    "referral.withdraw": "撤回自己交来的转介",
    "referral.accept": "受理转介",
    "referral.return": "退回请补充",
    "referral.pass_on": "转给别的站或单位",
    "referral.decline": "提出不受理",
    "referral.agree": "同意不受理",
    "referral.object": "不同意不受理",
    "referral.answer": "给转介人最后答复",
    "referral.inform": "告诉转介人进展",
    # insight
    "figure.view": "看数字和背后的行",
}

# what happens within these, or under "own", and is no right of its own: the words of the journal's page
WITHIN: dict[str, str] = {
    "session.begin": "登录",
    "session.end": "退出一处登录",
    "session.end_others": "退出其他登录",
    "account.change_password": "改密码",
    "account.set_keys": "改快捷键",
    "account.reopen": "重新打开账号",
    "account.rest": "停用久未登录的账号",
    "factor.add": "开动态验证码",
    "factor.remove": "关动态验证码",
    "factor.renew_codes": "换恢复码",
    "token.make": "办接口令牌",
    "token.end": "停用接口令牌",
    "day.enter": "填日历",
    "day.change": "改日历的一天",
    "message.tell": "发消息",
    "message.read": "读消息",
    "person.claim": "记下转介人说的居民",
    "person.take_in": "把居民接进档案",
    "person.look": "打开居民档案",
    "person.remember": "记住最近看过的居民",
    "household.gather": "记下一户人家",
    "care.begin": "开始照管",
    "care.end": "结束照管",
    "care.pass_on": "交接照管",
    "care.lapse": "事情结束后照管到期",
    "consent.note": "记下居民同意",
    "reveal.give": "准许查看证号、电话、住址",
    "loop.open": "立一件事",
    "loop.progress": "做到一个时限",
    "loop.reply": "写回音",
    "loop.echo": "把进展告诉在等的人",
    "loop.answer": "答复",
    "loop.close_withdrawn": "因撤回结束",
    "loop.hand": "换负责人",
    "loop.pass_down": "交给下面的事接着办",
    "loop.reopen": "重开一件事",
    "loop.set_clock": "定时限",
    "loop.start_clock": "开始计时",
    "loop.take_step": "下一步做了",
    "loop.turn_to": "轮到谁",
    "handover.list": "把新来的事列进交接",
    "handover.add": "往交接里加一件事",
    "handover.offer": "选人接交接的事",
    "handover.settle": "交接的一项算办完",
    "handover.finish": "交接收尾",
    "handover.call_off": "不交接了",
    "handover.refuse": "退回交接的一项",
    "handover.tick": "记下当面交接和告知",
    "unit.receive": "换单位的接收人",
    "contract.serve": "合同里加一个站",
    "contract.put_indicator": "合同里加一项指标",
    "contract.put_cap": "合同里加一个上限",
    "contract.give_reach": "按合同给承接机构范围",
    "contract.take_reach": "合同结束，承接机构的范围也结束",
    "deputy.hand_on": "代理换人",
    "referral.catch_up": "跟上转介的进展",
    "referral.contact": "看转介人的电话",
    "referral.move": "一路转来的转介跟着变",
}


@dataclass(frozen=True)
class Role:
    """A role: its Chinese name, how its holder sees rows, and what she may do."""

    name: str
    rows: Lens
    can: frozenset[str]
    staff: bool = False  # holds her post at a unit; the others at an organisation


_EVERYONE = frozenset(EVERYONE) | {"gallery.view", "calendar.view"}
_ASKER = _EVERYONE | {
    "boundary.view", "person.find", "referral.view", "referral.send", "referral.resend",
    "loop.view", "loop.nudge", "referral.withdraw", "loop.unsolved",
}  # fmt: skip
_WORKER = _EVERYONE | {
    "boundary.view", "person.find", "person.view", "person.register", "person.reveal",
    "consent.withdraw", "day.view", "loop.view", "loop.promise", "loop.keep", "loop.step",
    "handover.take",
    "record.view", "record.write", "record.correct", "record.void", "reveal.ask", "reveal.use",
    "case.view", "case.open", "case.intake", "case.assess", "case.plan", "case.close", "case.reopen",
    "referral.view", "referral.enter", "referral.accept", "referral.return", "referral.pass_on",
    "referral.decline", "referral.answer", "referral.inform", "figure.view",
}  # fmt: skip
_LEAD = _WORKER | {
    "loop.board", "loop.assign", "handover.view", "handover.open", "deputy.view", "deputy.appoint", "deputy.end", "person.merge", "person.unmerge",
    "boundary.edit", "contract.view", "referral.agree", "referral.object", "reveal.grant", "reveal.deny",
}  # fmt: skip

ROLES: dict[str, Role] = {
    "worker": Role("驻站社工", "reach", _WORKER, staff=True),
    "room": Role("社工室社工", "reach", _WORKER, staff=True),
    "lead": Role("站长", "reach", _LEAD, staff=True),
    "hub": Role("总站督导", "reach", _EVERYONE | {"boundary.view", "contract.view", "figure.view"}, staff=True),
    "agency": Role("承接机构", "reach", _EVERYONE | {"contract.view", "figure.view"}),
    "purchaser": Role(
        "购买方", "asker",
        _EVERYONE | {
            "boundary.view", "contract.view", "contract.draft", "contract.sign", "contract.end", "figure.view",
        },
    ),
    "street": Role("街道", "asker", _ASKER | {"figure.view"}),
    "committee": Role("居（村）委会", "asker", _ASKER),
    "department": Role("职能部门", "asker", _ASKER),
    "evaluator": Role("第三方评估", "none", _EVERYONE),
    "sysadmin": Role(
        "系统管理员", "none",
        _EVERYONE | {
            "account.view", "account.open", "account.close", "account.reset", "account.unlock",
            "unit.view", "unit.open", "unit.edit", "organisation.open", "organisation.edit", "calendar.edit",
        },
    ),
    "secadmin": Role(
        "安全管理员", "none",
        _EVERYONE | {"unit.view", "account.view", "post.view", "post.grant", "post.end", "reach.grant", "reach.end"},
    ),
    "auditor": Role("审计管理员", "none", _EVERYONE | {"journal.read"}),
}  # fmt: skip
