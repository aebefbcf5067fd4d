"""Looks for a person in what must hold none: logs, addresses, storage of browsers, rows that are not hers.

A name, a number or a phone may stand there as it is, percent-encoded, as \\u escapes, as entities or inside
base64; numbers may be parted by spaces. And any identity number with a true check digit, and anything that is
a mobile number, is one too, whoever's it is.
"""

import base64
import binascii
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from huiyin.core import gb

NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Leak:
    where: str
    what: str


def plain(text: str) -> str:
    """As it is, and read in every way it may have been written."""
    ways = [text, unquote_plus(text), html.unescape(text)]
    ways.append(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    ways += [read for word in BASE64.findall(text) if (read := _decoded(word))]
    return "\n".join(ways)


def _decoded(word: str) -> str:
    try:
        padded = word + "=" * (-len(word) % 4)
        return base64.b64decode(padded.replace("-", "+").replace("_", "/")).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def found(where: str, text: str, secrets: Iterable[str]) -> list[Leak]:
    """Every secret in it; the order of the secrets."""
    text = plain(text)
    close = re.sub(r"(?<=\d)[ \-](?=\d)", "", text)
    said = [one for one in secrets if one in text or one in close]
    numbers = [n for n in NUMBER.findall(close) if gb.check_digit(n[:17]) == n[17].upper()]
    return [Leak(where, what) for what in dict.fromkeys([*said, *numbers, *PHONE.findall(close)])]
