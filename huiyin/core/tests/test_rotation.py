"""A new field key: everything the old one sealed is sealed again, nobody notices, and the old one may go."""

import base64
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection

from huiyin.access import sealed
from huiyin.access.adapter import PLACE
from huiyin.core import keys, rotation, secret
from huiyin.core.actor import Actor
from huiyin.demo.builders import residents as make
from huiyin.residents.keys import _put
from huiyin.residents.models import Phone, SubjectKey

pytestmark = pytest.mark.django_db
READER = Actor.system("test")


@pytest.fixture
def turn(settings):
    """Another key becomes the current one."""

    def to(text: str) -> None:
        settings.HUIYIN_FIELD_KEYS = text
        keys.ring.cache_clear()
        keys.derived.cache_clear()

    yield to
    keys.ring.cache_clear()
    keys.derived.cache_clear()


@pytest.fixture
def both(turn):
    """The ring with a new first key, and the same without the old one."""
    old = {name: base64.b64encode(value).decode() for name, value in keys.ring().items()}
    fresh = base64.b64encode(b"2" * 32).decode()
    turn(f"k2 {fresh},k1 {old['k1']},fix {old['fix']}")
    return f"k2 {fresh},fix {old['fix']}"


@pytest.fixture
def sealed_rows(station, lin):
    """A person's key, an account's telephone, a second factor: all under the first key."""
    lin.phone = "13700001111"
    lin.save()
    TOTP.activate(lin, "SECRETSECRET")
    return make.make_person("向秀芬", station, phone="13700001234"), lin


def read(person, user) -> tuple[str, str, str]:
    user.refresh_from_db()
    return (
        secret.open(Phone.objects.get(person=person), "number", by=READER),
        secret.open(user, "phone", by=READER),
        secret.unwrap(
            Authenticator.objects.get(user_id=user.pk).data["secret"], place=PLACE
        ).decode(),
    )


ALL = ("13700001234", "13700001111", "SECRETSECRET")


def test_after_a_rotation_the_old_key_may_go(sealed_rows, both, turn):
    assert set(rotation.in_use()) == {"k1"}
    assert read(*sealed_rows) == ALL

    done = dict(rotation.rotate())

    assert done["residents.SubjectKey.wrapped"] == done["mfa.Authenticator.data"] == 1
    assert done["access.User.phone"] == 1
    assert set(rotation.in_use()) == {"k2"}
    turn(both)
    assert read(*sealed_rows) == ALL


def test_the_control_without_a_rotation_it_may_not(sealed_rows, both, turn):
    turn(both)

    with pytest.raises(keys.KeysMissing, match="k1"):
        read(*sealed_rows)


def test_what_is_under_a_persons_own_key_is_not_touched(sealed_rows, both):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM residents_phone")
        before = cursor.fetchall()
        list(rotation.rotate())
        cursor.execute("SELECT number FROM residents_phone")
        assert cursor.fetchall() == before


def test_twice_does_nothing_the_second_time(sealed_rows, both):
    list(rotation.rotate())

    assert list(rotation.rotate()) == []


def test_a_value_written_meanwhile_is_not_written_over(sealed_rows, both):
    """Read, then changed by somebody at work, then put back: the newer one stays."""
    person, user = sealed_rows
    column = next(c for c in rotation.columns() if c.name == "access.User.phone")
    [(pk, old, place)] = [found for found in column.tokens() if found[0] == user.pk]
    user.phone = "13700002222"
    user.save()

    assert column.put(pk, old, secret.sealed_again(old, place=place)) == 0
    assert _put(SubjectKey.objects.get(person=person).pk, "another", "new") == 0
    assert sealed.put((Authenticator.objects.get().pk, "secret"), "another", "new") == 0
    assert read(*sealed_rows)[1] == "13700002222"


def test_the_command_says_which_key_may_go(sealed_rows, both):
    said = StringIO()
    call_command("rotate_keys", "--check", stdout=said)
    assert "k1：封着" in said.getvalue()
    assert "可以从" not in said.getvalue()

    call_command("rotate_keys", stdout=said)

    assert "residents.SubjectKey.wrapped：改封 1 处" in said.getvalue()
    assert "k2：封着 3 处，是现在用的这把" in said.getvalue()
    assert "k1：封着 0 处，可以从 HUIYIN_FIELD_KEYS 里去掉；旧备份还要它，请另存" in said.getvalue()
