"""One-time passwords: made from the act that gives them, so that a second click shows the same one.

Nobody can read one back: it takes the deployment's key, and it is dead once it has been changed.
"""

import hmac
from uuid import UUID

from huiyin.core import keys

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is mistaken for another when read aloud


def password(act: UUID) -> str:
    """Twelve characters of 31, in threes of four: 7kmp-3xqa-9dwe (59 bits)."""
    number = int.from_bytes(hmac.digest(keys.derived(keys.FIXED, "one-time"), act.bytes, "sha256"))
    letters = [LETTERS[number // 31**i % 31] for i in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))
