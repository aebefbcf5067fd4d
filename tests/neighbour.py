"""The district beside, when the tests run in one of two schemas: what its tables hold."""

import os

from django.apps import apps
from django.db import connection

from huiyin.core import districts

NAME = os.environ.get("HUIYIN_NEIGHBOUR", "")


def rows() -> dict[str, int]:
    """Rows of every table of the neighbour."""
    with districts.within(NAME):
        connection.ensure_connection()
        return {m._meta.db_table: m._default_manager.count() for m in apps.get_models()}
