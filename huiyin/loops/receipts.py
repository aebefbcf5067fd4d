"""Receipt numbers: ten random digits said in groups of three, three and four, the last one a check digit."""

import secrets

# Damm's quasigroup (2004): finds every single wrong digit and every swap of two neighbours.
_TABLE = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def fresh() -> str:
    """A new number. Random, so that nobody can count or guess the station's matters."""
    return of(secrets.randbelow(9 * 10**8) + 10**8)


def of(number: int) -> str:
    """Nine digits, the first not 0, since that is easier to say; and their check digit."""
    digits = str(number)
    return digits + _check(digits)


def valid(text: str) -> bool:
    return len(text) == 10 and text.isdigit() and _check(text[:9]) == text[9]


def said(receipt: str | None) -> str:
    """473 815 2069."""
    return f"{receipt[:3]} {receipt[3:6]} {receipt[6:]}" if receipt else ""


def _check(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _TABLE[int(interim)][int(digit)]
    return interim
