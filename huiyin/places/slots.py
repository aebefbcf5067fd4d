"""What this room hangs elsewhere."""

from huiyin.ui import slots

slots.add(
    "nav", "places:calendar", needs="calendar.edit", label="工作日历", icon="calendar", order=70
)
