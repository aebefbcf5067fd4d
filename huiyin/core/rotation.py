"""Sealing again, under the deployment's current key, what an older one sealed.

Persons' own keys stay as they are; what wraps them changes. Rows are taken one by one and put back only where
the old value still stands, so it runs beside the work and may be stopped and begun again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model
from django.db.models.functions import Cast

from huiyin.core import secret
from huiyin.core.secret import Sealed, SecretText

Found = tuple[Any, str, str]  # the row's key, the token, the place it is bound to
BLOCK = 1000


@dataclass(frozen=True)
class Column:
    """A place where tokens lie that the deployment's key has sealed."""

    name: str
    tokens: Callable[[], Iterator[Found]]
    put: Callable[[Any, str, str], int]  # row, old, new: how many were put


_others: list[Column] = []


def hang(
    name: str, tokens: Callable[[], Iterator[Found]], put: Callable[[Any, str, str], int]
) -> None:
    """Tokens that lie in no SecretText column."""
    _others.append(Column(name, tokens, put))


def columns() -> list[Column]:
    found = [
        _column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, SecretText)
    ]
    return [*found, *_others]


def _column(model: type[Model], field: "models.Field[Any, Any]") -> Column:
    rows, table = model._default_manager, model._meta.db_table

    def tokens() -> Iterator[Found]:
        plain = rows.annotate(_token=Cast(field.attname, models.TextField())).exclude(_token="")
        found = plain.order_by("pk").values_list("pk", "_token")
        for pk, token in found.iterator(chunk_size=BLOCK):
            if token:
                yield pk, token, f"{table}:{field.column}:{pk}"

    def put(pk: Any, old: str, new: str) -> int:
        held = rows.filter(**{"pk": pk, field.attname: Sealed(old)})
        return held.update(**{field.attname: Sealed(new)})

    return Column(f"{model._meta.label}.{field.name}", tokens, put)


def rotate() -> Iterator[tuple[str, int]]:
    """Column by column: how many were sealed again."""
    for column in columns():
        done = 0
        for pk, token, place in column.tokens():
            fresh = secret.sealed_again(token, place=place)
            if fresh:
                done += column.put(pk, token, fresh)
        if done:
            yield column.name, done


def in_use() -> Counter[str]:
    """Which of the deployment's keys still seal something, and how much."""
    used: Counter[str] = Counter()
    for column in columns():
        used.update(filter(None, (secret.sealed_by(token) for _, token, _ in column.tokens())))
    return used
