"""Figures and the rows behind them. What an actor may ask is decided here, for pages, panels and the API alike."""

from huiyin.insight.queries.asking import figure, sheet
from huiyin.insight.queries.listing import rows
from huiyin.insight.queries.tallies import tally

__all__ = ["figure", "rows", "sheet", "tally"]
