"""The receipt on paper: A5, by typst; data go in as JSON, so nothing typed by anybody is read as markup."""

import io
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst
from django.conf import settings

from huiyin.core.errors import Refused

PAPER = Path(__file__).parent / "paper" / "receipt.typ"
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
RARE = 24  # more different characters than this are no rare names: the machine has no Chinese font


@dataclass(frozen=True)
class Receipt:
    """What stands on the paper, in the order of the eye. Times and dates come as words."""

    title: str
    station: str
    phone: str
    hours: str
    printed: str
    number: str  # 473 815 2069
    facts: list[tuple[str, str]]
    danger: str
    promises: list[tuple[str, str]]
    link: str
    address: str
    late: str
    notice: list[str]
    name: str
    who: str
    consent: str
    missing: str = ""


def receipt(paper: Receipt) -> bytes:
    """The PDF. A character no font of this machine has is printed as its code point, and the paper says so.

    PDF/A stops at a character without a glyph and names it, where plain PDF would print a blank.
    """
    spelt: dict[str, str] = {}
    while len(spelt) <= RARE:
        try:
            return _press(paper, spelt)
        except typst.TypstError as error:
            lost = _lost(str(error)) - spelt.keys()
            if not lost:
                raise
            spelt |= {sign: f"〔U+{ord(sign):04X}〕" for sign in lost}
    raise Refused(
        "这台机器没有中文字体，打不出回执。请先抄下编号，再请管理员装上中文字体（fonts-noto-cjk）。"
    )


def _lost(message: str) -> set[str]:
    """The characters typst names; what has no name in Unicode it names as \\u{…}. ASCII is in every font."""
    named = "".join(NO_GLYPH.findall(message))
    named = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), named)
    return {sign for sign in named if not sign.isascii()}


def _press(paper: Receipt, spelt: dict[str, str]) -> bytes:
    facts = asdict(paper) | {"qr": _qr(paper.link)}
    if spelt:
        facts["missing"] = (
            f"本机字库没有的字用编码代替：{'、'.join(sorted(spelt.values()))}。请手写补上。"
        )
    data = json.dumps(facts, ensure_ascii=False)
    for sign, code in spelt.items():
        data = data.replace(sign, code)
    return bytes(
        typst.compile(PAPER, sys_inputs={"data": data}, font_paths=_fonts(), pdf_standards=["a-2b"])
    )


def _fonts() -> list[Path]:
    """The machine's own fonts come by themselves; the one set-up fetched stands in where it has no Chinese one."""
    fetched: Path = settings.BASE_DIR / "node_modules/@expo-google-fonts/noto-sans-sc"
    return [fetched / weight for weight in ("400Regular", "700Bold") if fetched.is_dir()]


def _qr(link: str) -> str:
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()
