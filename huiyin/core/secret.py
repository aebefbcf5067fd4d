"""Secrets at rest: sealed text fields, fingerprints for equality search, masks for pages.

`v1.<suite>.<key id>.<base64 of nonce + ciphertext + tag>`, bound to table:column:row, so that a value
copied to another place does not open. A person's secrets are sealed under that person's key: destroying
it erases them in every room at once (model.md 3.4).
"""

import base64
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.core import keys
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused

TOKEN = re.compile(
    r"v1\.(?P<suite>[AS])\.(?P<key>p-[0-9a-f]{32}|\w+)\.(?P<body>(?:[\w-]{4})+|(?:[\w-]{4})*[\w-]{2}(?:==|[\w-]=))",
    re.ASCII,
)
ERASED = "（已按规定删除）"
Owners = Callable[[set[UUID]], dict[UUID, bytes]]
_owners: dict[str, Owners] = {}


class Tampered(Exception):
    """The value was changed, or moved here from another row, column or table."""


class Sealed:
    """A value that is there but closed. Prints as •••; `secret.open` opens it for whoever may."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)


def owners(kind: str, load: Owners) -> None:
    """Hang the loader of a kind of owner's keys: ids → keys, one query; a destroyed key is left out."""
    _owners[kind] = load


class SecretText(models.TextField):  # type: ignore[type-arg]
    """Secret text (S). `under` is the path to the person whose key seals it; without, the deployment's."""

    def __init__(self, *args: Any, under: str = "", **kwargs: Any) -> None:
        self.under = under
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> "Sealed | str | None":
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, str) and value:
            value = Sealed(
                seal(value, place=_place(self, model_instance), owner=self._owner(model_instance))
            )
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        if value:
            raise TypeError(f"{self.name} is secret: it cannot be searched or updated past its row")
        return value

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return "•••"

    def _owner(self, row: models.Model) -> UUID | None:
        if not self.under:
            return None
        value: Any = row
        for step in self.under.split("."):
            value = getattr(value, step, None)
        owner: UUID | None = value.pk if isinstance(value, models.Model) else value
        return owner


class Fingerprint(models.CharField):  # type: ignore[type-arg]
    """A keyed hash (F) of a canonical value: equal values meet, nothing can be read back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 43)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


def fingerprint(kind: str, value: str) -> str:
    """43 characters; "" stays "" so that an absent value meets nothing in a conditional index."""
    if not value:
        return ""
    key = keys.derived(keys.FIXED, f"fingerprint/{kind}")
    return base64.urlsafe_b64encode(hmac.digest(key, value.encode(), "sha256")).decode().rstrip("=")


def seal(text: str, *, place: str, owner: UUID | None = None) -> str:
    return _sealed(text, place, *_key_for(owner))


def seal_in(
    model: type[models.Model], column: str, row: UUID, text: str,
    *, owner: UUID | None = None, key: bytes | None = None,
) -> str:  # fmt: skip
    """For rows written past the ORM, a million at a time: the token for this column of this row. The owner's
    key is in hand already, so nothing is asked of the database."""
    field: Any = model._meta.get_field(column)
    place = f"{model._meta.db_table}:{field.column}:{row}"
    return _sealed(text, place, f"p-{owner.hex}", key) if owner and key else seal(text, place=place)


def _sealed(text: str, place: str, name: str, key: bytes) -> str:
    suite = "S" if settings.HUIYIN_CIPHER == "sm4" else "A"
    nonce = secrets.token_bytes(12)
    sealed = _encrypt(suite, key, nonce, text.encode(), place.encode())
    return f"v1.{suite}.{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open(row: models.Model, column: str, *, by: Actor) -> str:  # noqa: A001  read as secret.open(…)
    return open_all([row], column, by=by)[0]


def open_all(rows: Iterable[models.Model], column: str, *, by: Actor) -> list[str]:
    """The plain texts, in order; the keys of all their owners in one query. `by` is who will read."""
    return _open([(row, column) for row in rows])


def open_row(row: models.Model, columns: Iterable[str], *, by: Actor) -> dict[str, str]:
    """Several columns of one row, for one look at its owner's key."""
    columns = list(columns)
    return dict(zip(columns, _open([(row, column) for column in columns]), strict=True))


def _open(cells: list[tuple[models.Model, str]]) -> list[str]:
    values = [getattr(row, column) for row, column in cells]
    known = _load({_owner_of(v.token) for v in values if isinstance(v, Sealed)})
    return [
        _unseal(v.token, _place(row._meta.get_field(column), row), known)
        if isinstance(v, Sealed)
        else (v or "")
        for (row, column), v in zip(cells, values, strict=True)
    ]


def _unseal(token: str, place: str, known: dict[str, bytes]) -> str:
    parts = TOKEN.fullmatch(token)
    if parts is None:
        raise Tampered(place)
    suite, name, raw = parts["suite"], parts["key"], base64.urlsafe_b64decode(parts["body"])
    key = known.get(name) if name.startswith("p-") else keys.derived(name, "field")
    if key is None:
        return ERASED
    try:
        return _decrypt(suite, key, raw[:12], raw[12:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise Tampered(place) from None


def _key_for(owner: UUID | None) -> tuple[str, bytes]:
    if owner is None:
        return keys.current(), keys.derived(keys.current(), "field")
    name = f"p-{owner.hex}"
    key = _load({name}).get(name)
    if key is None:
        raise Refused("这个人的资料已按规定删除，不能再往里写。")
    return name, key


def _load(names: set[str]) -> dict[str, bytes]:
    wanted = {UUID(name[2:]) for name in names if name.startswith("p-")}
    found = _owners["person"](wanted) if wanted else {}
    return {f"p-{owner.hex}": key for owner, key in found.items()}


def _owner_of(token: str) -> str:
    parts = TOKEN.fullmatch(token)
    return parts["key"] if parts else ""


def _place(field: Any, row: models.Model) -> str:
    return f"{row._meta.db_table}:{field.column}:{row.pk}"


def sealed_by(token: str) -> str:
    """The deployment's key that sealed it; "" where it was a person's own, or nothing was sealed."""
    name = _owner_of(token)
    return "" if name.startswith("p-") else name


def sealed_again(token: str, *, place: str) -> str:
    """The same text under the current key; "" where there is nothing to do."""
    if sealed_by(token) in {"", keys.current()}:
        return ""
    return seal(_unseal(token, place, {}), place=place)


def wrap(key: bytes, *, place: str) -> str:
    """A person's key, sealed under the deployment's."""
    return seal(base64.b64encode(key).decode(), place=place)


def unwrap(token: str, *, place: str) -> bytes:
    return base64.b64decode(_unseal(token, place, {}))


def _encrypt(suite: str, key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
    if suite == "A":
        return AESGCM(key).encrypt(nonce, text, place)
    sealer = Cipher(algorithms.SM4(_short(key)), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(place)
    return sealer.update(text) + sealer.finalize() + sealer.tag


def _decrypt(suite: str, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    if suite == "A":
        return AESGCM(key).decrypt(nonce, sealed, place)
    opener = Cipher(algorithms.SM4(_short(key)), modes.GCM(nonce, sealed[-16:])).decryptor()
    opener.authenticate_additional_data(place)
    return opener.update(sealed[:-16]) + opener.finalize()


def _short(key: bytes) -> bytes:
    """SM4 takes 16 bytes: hashed down, so that the two suites never share key bytes."""
    return sha256(b"sm4" + key).digest()[:16]


def mask_phone(phone: str) -> str:
    """138****2607; shorter numbers keep their last two digits."""
    return (
        f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:]}" if phone else ""
    )


def mask_number(number: str) -> str:
    return (
        f"{number[:4]}{'*' * 10}{number[-4:]}"
        if len(number) >= 15
        else f"****{number[-2:]}"
        if number
        else ""
    )


def mask_address(address: str) -> str:
    """A page says the community; of the address only that there is one."""
    return "已登记，需要时查看" if address else ""


def mask_name(name: str) -> str:
    """向＊芬 · 谭＊ · 阿＊＊＊江: the first character, and the last where there are three or more."""
    if len(name) < 3:
        return name[:1] + "＊" if name else ""
    return name[0] + "＊" * (len(name) - 2) + name[-1]
