import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from huiyin.access import recovery
from huiyin.access.models import User
from huiyin.access.rules import own
from huiyin.core.actor import Actor
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make

PASSWORD = "弹子石的三棵黄葛树"


@pytest.fixture
def ling(lin: User) -> User:
    """林 with a password."""
    lin.set_password(PASSWORD)
    lin.save()
    return lin


@pytest.fixture
def secret(ling: User) -> str:
    """林 with a password and an authenticator app: the secret on her phone."""
    plain = recovery.unseal(recovery.fresh())
    own.add_factor(ling, by=make.actor_for(ling), act=uuid7(), secret=plain)
    return plain


def on_the_phone(secret: str, steps: int = 0) -> str:
    """The six digits the authenticator shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def signed_in(user: User, **more: Any) -> Any:
    """A browser of its own in which this person has signed in with her password."""
    client = Client(**more)
    client.post("/sign-in", {"login": user.username, "password": PASSWORD})
    return client


def at_desk(user: User) -> Any:
    """A browser of its own, signed in without the door's page."""
    client = Client()
    client.force_login(user)
    return client


def actor(user: User) -> Actor:
    return make.actor_for(user)
