"""What can be counted in the source: states, reading, migrations, names of modules, lengths."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.census import house

UNDECIDED = {"utils", "helpers", "common", "services", "managers", "constants", "mixins"}
FLOWING = {"state", "stage"}
LONGEST_FILE, LONGEST_VIEW = 300, 12
Lines = Iterable[tuple[str, ast.Module]]


def trees(files: Iterable[Path]) -> list[tuple[str, ast.Module]]:
    return [(house.named(path), house.tree(path)) for path in files]


def moved_by_hand(found: Lines) -> list[str]:
    """`row.state = …`, `.update(state=…)` and setattr of it: only a Flow moves a state."""
    wrong = []
    for name, tree in found:
        for node in ast.walk(tree):
            if _assigns(node) or _updates(node):
                wrong.append(f"{name}:{node.lineno}")  # type: ignore[attr-defined]
    return wrong


def _assigns(node: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    flat = [
        inside
        for target in targets
        for inside in (target.elts if isinstance(target, ast.Tuple) else [target])
    ]
    return any(isinstance(one, ast.Attribute) and one.attr in FLOWING for one in flat)


def _updates(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"update", "bulk_update"}:
        return any(keyword.arg in FLOWING for keyword in node.keywords)
    named = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return (
        isinstance(node.func, ast.Name)
        and node.func.id == "setattr"
        and bool(FLOWING & {word for word in named if isinstance(word, str)})
    )


def read_unscoped(found: Lines) -> list[str]:
    """`.objects` in a view must go on to `.visible_to`, and get_object_or_404 takes no bare model."""
    wrong = []
    for name, tree in found:
        seen = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "visible_to"
        }
        for node in ast.walk(tree):
            bare = isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
            if (bare and id(node) not in seen) or _gets_a_bare_model(node):
                wrong.append(f"{name}:{node.lineno}")  # type: ignore[attr-defined]
    return wrong


def _gets_a_bare_model(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"get_object_or_404", "get_list_or_404"}
        and bool(node.args)
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[:1].isupper()
    )


def named_by_a_machine(files: Iterable[Path]) -> list[str]:
    return [house.named(path) for path in files if "_auto_" in path.name]


def undecided(files: Iterable[Path]) -> list[str]:
    return [house.named(path) for path in files if path.stem in UNDECIDED]


def too_long(files: Iterable[Path]) -> list[str]:
    return [
        f"{house.named(path)}: {lines}"
        for path in files
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]


def long_views(found: Lines) -> list[str]:
    """The body of a view is a sentence of at most twelve lines (decorators and signature not counted)."""
    wrong = []
    for name, tree in found:
        for node in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            if _is_view(node) and lines > LONGEST_VIEW:
                wrong.append(f"{name}: {node.name} {lines}")
    return wrong


def _is_view(node: ast.FunctionDef) -> bool:
    names = {
        (d.func if isinstance(d, ast.Call) else d).id  # type: ignore[attr-defined]
        for d in node.decorator_list
        if isinstance(d.func if isinstance(d, ast.Call) else d, ast.Name)
    }
    return bool(names & {"allow", "own", "public"})


def faces_of_others(found: Lines) -> list[str]:
    """A room's views, forms and addresses are looked at by itself alone."""
    wrong = []
    for name, tree in found:
        room = name.split("/")[1] if name.startswith("huiyin/") else ""
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(
                "huiyin."
            ):
                continue
            parts = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            if parts[1] not in {room, "ui"} and {"views", "forms", "urls"} & set(parts[2:]):
                wrong.append(f"{name}:{node.lineno}")
    return wrong


def views() -> list[Path]:
    return [p for p in house.sources() if p.name == "views.py" or p.parent.name == "views"]


def test_only_a_flow_moves_a_state() -> None:
    files = [p for p in house.sources() if house.named(p) != "huiyin/core/flow.py"]

    assert moved_by_hand(trees(files)) == []


def test_views_read_only_what_is_seen() -> None:
    assert read_unscoped(trees(views())) == []


def test_migrations_are_named_by_hand() -> None:
    assert named_by_a_machine(house.HOUSE.rglob("migrations/*.py")) == []


def test_no_module_is_named_for_not_having_decided() -> None:
    assert undecided(house.sources(tests=True)) == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    assert too_long(house.sources()) == []


def test_a_view_is_a_sentence() -> None:
    assert long_views(trees(views())) == []


def test_a_room_shows_its_face_to_itself_alone() -> None:
    assert faces_of_others(trees(house.sources())) == []


def plant(text: str, name: str = "huiyin/loops/planted.py") -> list[tuple[str, ast.Module]]:
    return [(name, ast.parse(text))]


@pytest.mark.parametrize(
    "text",
    [
        "loop.state = 'answered'",
        "loop.owner, loop.state = me, 'answered'",
        "loop.stage: str = 'x'",
        "Loop.objects.filter(pk=1).update(state='answered')",
        "setattr(loop, 'state', 'answered')",
    ],
)
def test_a_state_moved_by_hand_is_seen(text: str) -> None:
    assert moved_by_hand(plant(text)) == ["huiyin/loops/planted.py:1"]


@pytest.mark.parametrize(
    "text", ["state = 1", "x = loop.state", "Loop(state='open')", "f(state=1)"]
)
def test_what_only_reads_or_begins_a_state_is_not(text: str) -> None:
    assert moved_by_hand(plant(text)) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Loop.objects.filter(pk=1)", True),
        ("Loop.objects.visible_to(actor).filter(pk=1)", False),
        ("get_object_or_404(Loop, pk=1)", True),
        ("get_object_or_404(Loop.objects.visible_to(actor), pk=1)", False),
    ],
)
def test_an_unscoped_read_is_seen(text: str, seen: bool) -> None:
    assert bool(read_unscoped(plant(text))) is seen


def test_planted_files_are_seen(tmp_path: Path) -> None:
    machine, helper = tmp_path / "0002_auto_20260101.py", tmp_path / "utils.py"
    machine.write_text("")
    helper.write_text("x = 1\n" * 301)

    assert named_by_a_machine([machine, helper]) == ["0002_auto_20260101.py"]
    assert undecided([machine, helper]) == ["utils.py"]
    assert too_long([machine, helper]) == ["utils.py: 301"]


def test_a_planted_long_view_is_seen() -> None:
    body = "    x = 1\n" * 13

    assert long_views(plant(f"@allow('a.b')\ndef page(request):\n{body}")) != []
    assert long_views(plant(f"def not_a_view(request):\n{body}")) == []


def test_a_planted_look_at_anothers_face_is_seen() -> None:
    assert faces_of_others(plant("from huiyin.cases import forms")) != []
    assert faces_of_others(plant("from huiyin.cases.views import page")) != []
    assert faces_of_others(plant("from huiyin.loops import forms")) == []
    assert faces_of_others(plant("from huiyin.ui.forms import Form")) == []
