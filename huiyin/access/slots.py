"""What access hangs elsewhere: its menu entries, and the names the journal's page shows."""

from huiyin.access import queries
from huiyin.access.policy import CAPABILITIES, ROLES, WITHIN
from huiyin.audit import directory
from huiyin.ui import slots

directory.hang(names=queries.names, find=queries.found, words=CAPABILITIES)
directory.words(WITHIN)
directory.words({f"role.{key}": role.name for key, role in ROLES.items()})

slots.add("home", "access:accounts", needs="account.open", order=40, label="账号", icon="users")
slots.add("home", "access:posts", needs="post.grant", order=40, label="岗位", icon="key")
slots.add("nav", "access:accounts", needs="account.view", order=10, label="账号", icon="users")
slots.add("nav", "access:units", needs="unit.view", order=20, label="单位和组织", icon="building")
slots.add("nav", "access:posts", needs="post.view", order=30, label="岗位", icon="key")
slots.add("nav", "access:deputies", needs="deputy.view", order=80, label="代理", icon="user-check")
