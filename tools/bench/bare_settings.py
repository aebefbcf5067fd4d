"""The same server, middleware and sign-in as ours, and behind them nothing but raw SQL."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench.bare"
