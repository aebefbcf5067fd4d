"""Reads of the boundary, of whose boundary it is, and of contracts."""

from huiyin.contracts.queries.boundary import boundary, history, stations, stations_of
from huiyin.contracts.queries.contract import Sheet, agencies, listed, offered, sheet

__all__ = [
    "Sheet", "agencies", "boundary", "history", "listed", "offered", "sheet", "stations", "stations_of",
]  # fmt: skip
