"""The bell: how many messages nobody has read yet; it opens to exactly those."""

from huiyin.notices import queries
from huiyin.ui import slots

slots.add("bell", "notices:inbox", needs="own", label="消息", icon="bell", count=queries.unread)
