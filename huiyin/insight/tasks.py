from huiyin.core.jobs import periodic
from huiyin.insight import published, recount, whole
from huiyin.insight.models import Lane


@periodic(seconds=2)
def sweep() -> None:
    """Touched cells; and at the very first run, or after a restore of rows alone, everything once."""
    if Lane.objects.filter(counted_at__isnull=False).exists():
        recount.sweep()
    else:
        whole.everything()


@periodic(seconds=60)
def publish() -> None:
    published.ahead()
