from huiyin.core import clock
from huiyin.core.jobs import periodic
from huiyin.portal.models import HOUR, Attempt


@periodic(seconds=600)
def forget() -> None:
    """Tries older than an hour limit nothing any more."""
    Attempt.objects.filter(at__lt=clock.now() - HOUR).delete()
