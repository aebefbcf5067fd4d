"""The contract of the counted year, and the one that continues it. The numbers promised; what was done is counted."""

from datetime import date

from huiyin.access.models import Organisation, Reach, User
from huiyin.core import clock
from huiyin.demo.builders.contracts import make_contract
from huiyin.demo.seed.district import District

BOUGHT = "弹子石街道社工站 {year} 年度服务合同"
CAP = 2400  # hours of 行政协作 in a year
PROMISED = (
    ("A01", "个案服务对象", "casework.persons", 200),
    ("A02", "个案服务人次", "casework.person_times", 1000),
    ("A03", "新开个案", "cases.opened", 150),
    ("A04", "结案", "cases.closed", 150),
    ("A05", "转介按时答复", "referrals.answered_in_time", 95),
    ("A06", "服务居民", "service.persons", 200),
    ("A07", "服务人次", "service.person_times", 1200),
    ("A08", "服务工时", "service.hours", 2400),
    ("A09", "专业服务工时", "professional.hours", 600),
)


def play(there: District) -> None:
    """Each signed before it began; the agency reaches the station by them and by nothing else."""
    purchaser = User.objects.get(username="purchaser")
    agency = Organisation.objects.get(kind="agency", area="500108")
    Reach.objects.filter(post__organisation=agency, prefix=there.station.code).delete()
    before = None
    for year in (2025, clock.today().year):
        if before is not None and year == before.since.year:
            continue
        with clock.as_of(clock.at(date(year - 1, 12, 20), "10:00")):
            before = make_contract(
                purchaser, agency, there.station, name=BOUGHT.format(year=year), continues=before,
                since=date(year, 1, 1), until=date(year, 12, 31), indicators=PROMISED, cap=CAP,
            )  # fmt: skip
