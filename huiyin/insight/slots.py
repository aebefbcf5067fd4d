"""The figures in the menu; for whom they are the work, also the first page."""

from huiyin.ui import slots

slots.add("nav", "insight:figures", needs="figure.view", label="数字", icon="chart-bar", order=60)
slots.add("home", "insight:figures", needs="figure.view", order=30)
