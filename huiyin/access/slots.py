"""What access hangs elsewhere: its menu entries, and the names the journal's page shows."""

from huiyin.access import queries
from huiyin.access.policy import CAPABILITIES
from huiyin.audit import directory
from huiyin.ui import slots

directory.hang(names=queries.names, find=queries.found, words=CAPABILITIES)
directory.words(
    {
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
    }
)

slots.add("home", "access:accounts", needs="account.open", order=40, label="账号", icon="users")
slots.add("home", "access:posts", needs="post.grant", order=40, label="岗位", icon="key")
slots.add("nav", "access:accounts", needs="account.view", order=10, label="账号", icon="users")
slots.add("nav", "access:units", needs="unit.view", order=20, label="单位和组织", icon="building")
slots.add("nav", "access:posts", needs="post.view", order=30, label="岗位", icon="key")
slots.add("nav", "access:deputies", needs="deputy.view", order=80, label="代理", icon="user-check")
