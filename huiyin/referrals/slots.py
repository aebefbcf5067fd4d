"""What referrals hang elsewhere: the kind of their Loops, the menu, the day, a person's page, a case's end."""

from huiyin.loops import kinds
from huiyin.referrals import lists
from huiyin.ui import slots

kinds.add(
    "referral", label="转介", url="referrals:page", action="去答复", clocks=("answer", "contact", "note"),
    says={"answer": "答复受不受理", "contact": "首次接触的情况", "note": "本月进展", "feedback": "结束后的结果"},
)  # fmt: skip
slots.add("home", "referrals:committee", needs="referral.send", order=20)
slots.add("nav", "referrals:committee", needs="referral.send", order=10, label="首页", icon="home")
slots.add(
    "nav", "referrals:mine", needs="referral.send", order=20, label="我的转介", icon="arrows-exchange",
    count=lists.count,
)  # fmt: skip
slots.add(
    "nav", "referrals:list", needs="referral.accept", order=25, label="转介", icon="arrows-exchange",
    count=lists.count,
)  # fmt: skip
slots.add("day.aside", "referrals:newcomers", needs="referral.accept", order=20, label="新来的")
slots.add("person.panel", "referrals:of_person", needs="referral.accept", order=40, label="转介")
slots.add(
    "case.closing", "referrals:of_case", needs="referral.answer", order=10, label="答复转介人"
)
