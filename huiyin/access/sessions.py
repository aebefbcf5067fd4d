"""Sessions of an account: ended for good in the database, whatever the cookie says."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from huiyin.access.models import User


def end_all(user: User, *, but: str = "") -> None:
    """Every session of hers, except the one whose key is given."""
    keys = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    Session.objects.filter(pk__in=list(keys.values_list("session_key", flat=True))).delete()
    keys.delete()


def end(user: User, session: int) -> bool:
    """One of hers, by the number the list shows; whether there was such a one."""
    key = UserSession.objects.filter(user_id=user.pk, pk=session).first()
    if key is None:
        return False
    Session.objects.filter(pk=key.session_key).delete()
    key.delete()
    return True


def of(user: User) -> list[UserSession]:
    """The ones that still run, newest first."""
    rows = UserSession.objects.filter(user_id=user.pk).order_by("-created_at")
    running = set(
        Session.objects.filter(pk__in=[row.session_key for row in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row.session_key in running]
