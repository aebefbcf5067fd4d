"""Verbs on the boundary and on contracts."""

from huiyin.contracts.rules.boundary import edit
from huiyin.contracts.rules.contract import draft, end, put_cap, put_indicator, serve, sign

__all__ = ["draft", "edit", "end", "put_cap", "put_indicator", "serve", "sign"]
