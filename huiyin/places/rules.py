"""The calendar is a table people mend: the State Council's arrangement comes late each autumn."""

from datetime import date

from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.places import calendar
from huiyin.places.models import Day


@rule("calendar.edit")
def edit(*, by: Actor, day: date, working: bool, name: str = "") -> Day:
    if not 2020 <= day.year <= 2100:
        raise Refused("只能改 2020 到 2100 年的日子。")
    row, _ = Day.objects.update_or_create(
        date=day, defaults={"working": working, "name": name, "source": "手工"}
    )
    calendar.forget()
    return row


@rule("calendar.edit")
def enter_year(*, by: Actor, year: int) -> None:
    """Begin a year nobody entered: Monday to Friday, to be mended day by day."""
    if calendar.known(year):
        raise Refused(f"{year} 年已经录入过了，请逐日修改。")
    there = set(Day.objects.filter(date__year=year).values_list("date", flat=True))
    days = [d for d in calendar.days_of(year) if d not in there]
    Day.objects.bulk_create([Day(date=d, working=d.weekday() < 5, source="手工") for d in days])
    calendar.forget()
