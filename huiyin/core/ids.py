"""Identifiers: UUIDv7, ascending within a process, the same kind a phone makes for itself."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    return _uuid7()
