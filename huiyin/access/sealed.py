"""Second factors keep their secrets in a table that is not ours: where their tokens lie, for the rotation of keys."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from huiyin.access.adapter import PLACE
from huiyin.core import rotation, secret


def tokens() -> Iterator[rotation.Found]:
    for row in Authenticator.objects.order_by("pk").iterator(chunk_size=rotation.BLOCK):
        for name, value in row.data.items():
            if isinstance(value, str) and secret.sealed_by(value):
                yield (row.pk, name), value, PLACE


def put(place: Any, old: str, new: str) -> int:
    pk, name = place
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.data.get(name) != old:
            return 0
        row.data[name] = new
        row.save(update_fields=["data"])
    return 1


rotation.hang("mfa.Authenticator.data", tokens, put)
