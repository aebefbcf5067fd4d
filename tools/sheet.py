"""`make pictures`: contact sheets, one for each role and size, from the pictures of the last `make e2e`.

They go to docs/pictures/, each small enough to be kept with the source; README shows others (test_readme).
"""

import io
import sys
from pathlib import Path

from PIL import Image

SOURCE = Path("var/pictures")
TARGET = Path("docs/pictures")
WIDTHS = {"desk": (560, 4), "phone": (260, 8)}  # of one picture, in pixels; pictures in a row
TALLEST = {"desk": 1.1, "phone": 2.6}  # a longer page is cut at this many times its width
HEAVIEST = 400_000  # bytes of one sheet
GAP, GROUND = 16, "#e8e6e1"


def small(path: Path, width: int, tallest: float) -> Image.Image:
    with Image.open(path) as picture:
        height = min(picture.height, int(picture.width * tallest))
        cut = picture.convert("RGB").crop((0, 0, picture.width, height))
        return cut.resize((width, height * width // picture.width), Image.Resampling.LANCZOS)


def rows(pictures: list[Image.Image], across: int) -> list[list[Image.Image]]:
    return [pictures[first : first + across] for first in range(0, len(pictures), across)]


def sheet(folder: Path) -> Image.Image:
    """All pictures of a folder in the order they were taken, row by row."""
    size = folder.name.rsplit("-", 1)[1]
    width, across = WIDTHS[size]
    paths = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
    across = min(across, len(paths))
    table = rows([small(path, width, TALLEST[size]) for path in paths], across)
    heights = [max(picture.height for picture in row) for row in table]
    whole = (GAP + across * (width + GAP), GAP + sum(height + GAP for height in heights))
    ground, top = Image.new("RGB", whole, GROUND), GAP
    for row, height in zip(table, heights, strict=True):
        for column, picture in enumerate(row):
            ground.paste(picture, (GAP + column * (width + GAP), top))
        top += height + GAP
    return ground


def light(picture: Image.Image) -> bytes:
    """As a JPEG of quality 70; what is too heavy then is made smaller, not muddier."""
    while True:
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=70, optimize=True)
        if kept.tell() <= HEAVIEST:
            return kept.getvalue()
        picture = picture.resize((picture.width * 9 // 10, picture.height * 9 // 10))


def main() -> int:
    folders = sorted(path for path in SOURCE.glob("*-*") if path.is_dir())
    TARGET.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        target = TARGET / f"{folder.name}.jpg"
        target.write_bytes(light(sheet(folder)))
        print(f"{target}：{target.stat().st_size // 1024} kB")
    if not folders:
        print("没有照片：先运行 make e2e。", file=sys.stderr)
    return 0 if folders else 1


if __name__ == "__main__":
    sys.exit(main())
