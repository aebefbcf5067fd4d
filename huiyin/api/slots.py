"""What the API hangs elsewhere: 接口令牌 on the page of one's own account."""

from huiyin.ui import slots

slots.add("account.panel", "api:panel", needs="own", order=50, label="接口令牌")
