"""Sessions of an account: ended for good in the database, whatever the cookie says."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from huiyin.access.models import User
from huiyin.core import clock
from huiyin.core.http import Request


def end_all(user: User, *, but: str = "") -> None:
    """Every session of hers, except the one whose key is given."""
    keys = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    Session.objects.filter(pk__in=list(keys.values_list("session_key", flat=True))).delete()
    keys.delete()


def follow(request: Request) -> None:
    """The session has a new key; the list of places knows it by that."""
    UserSession.objects.create_from_request(request)


def end(user: User, session: int) -> bool:
    """One of hers, by the number the list shows; whether there was such a one."""
    key = UserSession.objects.filter(user_id=user.pk, pk=session).first()
    if key is None:
        return False
    Session.objects.filter(pk=key.session_key).delete()
    key.delete()
    return True


@dataclass(frozen=True)
class Place:
    """One place where she is signed in."""

    pk: int
    session_key: str
    device: str
    ip: str
    created_at: datetime


def of(user: User) -> list[Place]:
    """The ones that still run, newest first."""
    rows = list(UserSession.objects.filter(user_id=user.pk).order_by("-created_at"))
    found = Session.objects.filter(pk__in=[row.session_key for row in rows])
    running = set(found.filter(expire_date__gt=clock.now()).values_list("pk", flat=True))
    return [
        Place(row.pk, row.session_key, device(row.user_agent), row.ip, row.created_at)
        for row in rows
        if row.session_key in running
    ]


_SYSTEMS = {"Android": "安卓手机", "iPhone": "苹果手机", "iPad": "苹果平板", "Windows": "Windows 电脑",
            "Mac OS": "苹果电脑", "Linux": "Linux 电脑"}  # fmt: skip
_BROWSERS = {"MicroMessenger": "微信", "Edg": "Edge 浏览器", "Firefox": "Firefox 浏览器",
             "Chrome": "Chrome 浏览器", "Safari": "Safari 浏览器"}  # fmt: skip


def device(agent: str) -> str:
    """安卓手机上的微信; enough for her to recognise her own."""
    system = next((words for name, words in _SYSTEMS.items() if name in agent), "一台设备")
    browser = next((words for name, words in _BROWSERS.items() if name in agent), "浏览器")
    return f"{system}上的{browser}"
