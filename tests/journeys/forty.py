"""孟晚秋, who keeps forty open matters, comes into a demo that stands.

Twenty came from 石溪's committee and lie with its room, two of them about children; ten were told by telephone and
ten she has promised: those lie with the station.
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

from django.db import transaction

from huiyin.access.models import Unit, User
from huiyin.core import clock
from huiyin.demo.builders import access, referrals
from huiyin.demo.seed.district import PASSWORD
from huiyin.demo.seed.steps import fresh
from huiyin.loops import rules as loops
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer
from tools import throwaway

PEOPLE = [
    surname + given for given in ("桂兰", "长贵", "素珍") for surname in "赵钱孙李周吴郑王冯陈"
]
RUN = "import django; django.setup(); from tests.journeys import forty; forty.build()"


def into(data: Path) -> None:
    """In a process of its own: the database of the demo in that folder is not that of the tests."""
    settings = {**throwaway.environment(data), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", RUN]
    subprocess.run(command, cwd=throwaway.ROOT, env=settings, check=True)  # noqa: S603  our own words


@transaction.atomic
def build() -> None:
    leaver = access.make_user("leaver", "孟晚秋", password=PASSWORD)
    access.make_post(leaver, "worker", unit=Unit.objects.get(pk="500108006A"))
    clerk = User.objects.get(username="clerk")
    for n, name in enumerate(PEOPLE[:20]):
        _take(_referred(name, 14 if n < 2 else 70, clerk), leaver)
    for name in PEOPLE[20:]:
        _take(referrals.make_call(leaver, name), leaver)
    for n in range(10):
        by = access.actor_for(leaver)
        loops.promise(by=by, words=f"第 {n + 1} 本辅具目录带去", on=clock.today())


def _referred(name: str, age: int, clerk: User) -> Referral:
    person = Newcomer(name=name, birth_on=date(clock.today().year - age, 1, 8))
    return referrals.make_referral(clerk, person, consent="guardian" if age < 18 else "self")


def _take(one: Referral, leaver: User) -> None:
    rules.accept(fresh(one), by=access.actor_for(leaver))
