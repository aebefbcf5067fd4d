"""The contrast of every pair of the token table (design/language.md 2), read from the sheet that ships."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEET = Path(settings.BASE_DIR) / "frontend" / "css" / "tokens.css"
# text or edge, ground, and the ratio that was measured when the token was chosen
PAIRS = [
    ("edge", "card", 3.5), ("edge", "paper", 3.2),
    ("ink", "card", 14.7), ("ink", "paper", 13.4),
    ("ink-2", "paper", 6.9), ("ink-2", "sunk", 6.4),
    ("ink-3", "paper", 5.0),
    ("brand", "card", 7.0), ("brand", "paper", 6.4), ("brand", "brand-wash", 5.9),
    ("card", "brand", 7.0),
    ("brand-deep", "brand-wash", 8.9),
    ("late", "card", 6.5), ("late", "late-wash", 5.6), ("card", "late", 6.5),
    ("soon", "card", 7.2), ("soon", "soon-wash", 6.3),
    ("done", "card", 6.8), ("done", "done-wash", 5.8),
]  # fmt: skip


def tokens(css: str) -> dict[str, str]:
    """The colours of the first :root block: what everyone sees who has asked for nothing else."""
    first = css[css.index(":root") : css.index("}")]
    return dict(re.findall(r"--hy-([\w-]+): (#[0-9a-f]{6});", first))


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("above", "below", "measured"), PAIRS)
def test_a_pair_has_the_contrast_it_was_chosen_for(above, below, measured):
    shipped = tokens(SHEET.read_text())

    # the table cuts to one decimal
    assert contrast(shipped[above], shipped[below]) == pytest.approx(measured, abs=0.1)


def test_a_lightened_grey_is_noticed():
    lighter = tokens(SHEET.read_text().replace("--hy-ink-3: #5e6b73", "--hy-ink-3: #8a979f"))

    assert contrast(lighter["ink-3"], lighter["paper"]) < 4.5


def test_who_asks_for_more_contrast_gets_lines_as_edges_and_washes_as_white():
    css = SHEET.read_text()
    shipped = tokens(css)
    more = dict(re.findall(r"--hy-([\w-]+): (#[0-9a-f]{6});", css[css.index("prefers-contrast") :]))

    assert more == {
        "line": shipped["edge"],
        "ink-2": shipped["ink"],
        "ink-3": shipped["ink"],
        "brand-wash": shipped["card"],
        "late-wash": shipped["card"],
        "soon-wash": shipped["card"],
        "done-wash": shipped["card"],
    }
