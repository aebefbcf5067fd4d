"""What the census looks at: the house as it is loaded, and its source."""

import ast
import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "huiyin"


def models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("huiyin.")]


def patterns(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its pattern, however deeply included."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


def modules(*kinds: str) -> list[ModuleType]:
    """The modules of these kinds ("rules", "views") in every room, one file or a folder of them."""
    package = importlib.import_module("huiyin")
    names = [info.name for info in pkgutil.walk_packages(package.__path__, "huiyin.")]
    wanted = [n for n in names if ".tests" not in n and set(n.split(".")[2:3]) & set(kinds)]
    return [importlib.import_module(name) for name in sorted(wanted)]


def sources(*, tests: bool = False) -> list[Path]:
    """Every Python file of the house but migrations; its tests only when asked for."""
    files = [path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts]
    return files if tests else [path for path in files if "tests" not in path.parts]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def floors() -> dict[str, int]:
    """Room → floor, the cellar lowest, read from the `house` contract itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c["layers"] for c in contracts if c["id"] == "house")
    return {
        room.strip(" ()"): n
        for n, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }
