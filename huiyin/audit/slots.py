from huiyin.ui import slots

slots.add("home", "audit:journal", needs="journal.read", order=50, label="日志", icon="history")
slots.add("nav", "audit:journal", needs="journal.read", order=10, label="日志", icon="history")
slots.add(
    "nav",
    "audit:verification",
    needs="journal.read",
    order=20,
    label="核对日志",
    icon="shield-check",
)
