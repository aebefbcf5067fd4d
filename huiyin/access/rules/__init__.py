"""The verbs about units, accounts, posts and one's own account, one file a noun."""

from huiyin.access.rules import accounts, deputies, own, posts, units

__all__ = ["accounts", "deputies", "own", "posts", "units"]
