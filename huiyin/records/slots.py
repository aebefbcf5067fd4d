"""What this room hangs elsewhere."""

from huiyin.ui import slots

slots.add("nav", "records:listed", needs="record.view", label="服务记录", icon="history", order=50)
slots.add("day.panel", "records:of_today", needs="record.view", label="今天已记", order=30)
slots.add("person.panel", "records:of_person", needs="record.view", label="服务记录", order=30)
