"""The boundary page, and the contracts."""

from huiyin.contracts.views import boundary, contract

__all__ = ["boundary", "contract"]
