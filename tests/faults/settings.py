"""The house's own settings, and a hand that may shoot the server at a chosen moment (`breaking`).

It lives here and not in the house: no variable of a real installation can reach it.
"""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE

MIDDLEWARE = ["tests.faults.breaking.Breaking", *MIDDLEWARE]

if careless := os.environ.get("HUIYIN_SYNCHRONOUS"):  # of SQLite: a control takes the fsync away
    told = DATABASES["default"]["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in told
    DATABASES["default"]["OPTIONS"]["init_command"] = told.replace(
        "synchronous=FULL", f"synchronous={careless}"
    )

if os.environ.get("HUIYIN_HEALTH_CHECKS") == "0":  # a control: a line that died is used again
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
