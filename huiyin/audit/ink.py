"""How an entry is written: digests, and what of a row may stand in the journal."""

import hashlib
import hmac
import json
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from huiyin.audit.models import Entry
from huiyin.core import keys
from huiyin.core.actor import Actor
from huiyin.core.codes import PersonalDate, PersonalText
from huiyin.core.secret import Fingerprint, SecretText

DIGESTED = (
    "id", "act", "within", "verb", "outcome", "user", "post", "label", "chain",
    "target_table", "target", "answer", "n", "changes", "args", "at", "client_at",
)  # fmt: skip
CLOSED = (PersonalText, PersonalDate, SecretText, Fingerprint)


def entry(verb: str, by: Actor, act: UUID, args: str) -> Entry:
    row = Entry(verb=verb, act=act, args=args, user=by.user, post=by.post, chain=by.chain)
    row.label = (
        f"{by.role}@{by.unit}" if by.known else by.name[:64]
    )  # names stay out of the journal
    if by.inside:
        row.within = by.inside[1]
    return row


def describe(row: Entry, target: Any, before: dict[str, Any], answer: Any = None) -> None:
    """Name the row acted on and what changed in it, and put the digest under everything."""
    if isinstance(target, Model):
        row.target_table, row.target = target._meta.db_table, _uuid(target.pk)
        now = snapshot(target)
        row.changes = {k: [before.get(k), v] for k, v in now.items() if before.get(k) != v}
        row.changes = {k: _veil(target, k, v) for k, v in row.changes.items()}
    elif isinstance(target, list):
        row.n = len(target)
        row.changes = {"of": digest_of([str(getattr(one, "pk", one)) for one in target])}
    row.answer = _json(answer) if isinstance(answer, Model) else ""
    row.digest = digest(row)


def snapshot(row: Model | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        f.attname: _plain(f, getattr(row, f.attname)) for f in row._meta.concrete_fields if _told(f)
    }


def digest(row: Entry) -> str:
    """HMAC over the canonical row, under a key that is not in the database."""
    text = json.dumps({name: _json(getattr(row, name)) for name in DIGESTED}, sort_keys=True)
    return hmac.new(keys.derived(keys.FIXED, "journal"), text.encode(), "sha256").hexdigest()


def digest_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def args_digest(verb: str, args: tuple[Any, ...], given: dict[str, Any]) -> str:
    """Keyed, since the arguments may hold a name or a number: the digest must not be guessable."""
    text = json.dumps(
        [verb, [_json(a) for a in args], {k: _json(v) for k, v in given.items()}], sort_keys=True
    )
    return hmac.new(keys.derived(keys.FIXED, "act"), text.encode(), "sha256").hexdigest()


def _told(field: Any) -> bool:
    return not getattr(field, "generated", False)


def _plain(field: Any, value: Any) -> Any:
    if isinstance(field, CLOSED):
        return hash_of(value) if value else None
    return _json(value)


def hash_of(value: Any) -> str:
    """Only to notice that a closed value changed within one act; never stored."""
    return getattr(value, "token", None) or str(value)


def _veil(row: Model, name: str, change: list[Any]) -> list[Any]:
    field: Field[Any, Any] = next(f for f in row._meta.concrete_fields if f.attname == name)
    return ["***" if v else v for v in change] if isinstance(field, CLOSED) else change


def _json(value: Any) -> Any:
    """The value as JSON knows it, the same at every call; rows as table:key."""
    if isinstance(value, Model):
        return f"{value._meta.db_table}:{value.pk}"
    if is_dataclass(value) and not isinstance(value, type):
        value = vars(value)
    if isinstance(value, dict):
        return {str(k): _json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_json(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted((_json(v) for v in value), key=str)
    return _plainly(value)


def _plainly(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _uuid(pk: Any) -> UUID | None:
    return pk if isinstance(pk, UUID) else None
