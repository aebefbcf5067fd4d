"""Who works where: accounts, units, organisations, posts, and how far a post reaches (model.md 5)."""

from huiyin.access.models.accounts import Deputy, Seat, User
from huiyin.access.models.posts import Post, Reach
from huiyin.access.models.units import Organisation, Unit

__all__ = ["Deputy", "Organisation", "Post", "Reach", "Seat", "Unit", "User"]
