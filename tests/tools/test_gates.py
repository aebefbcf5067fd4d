"""The tools that hold a gate must close it: each is shown what it has to refuse."""

import re
from pathlib import Path

import pytest

from huiyin.demo.seed import district
from tools import check, lock, npm, tests, visitor

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ('"resolved": "https://registry.example/htmx.tgz",', True),
        ("--extra-index-url https://mirror.example/simple", True),
        ("django @ https://files.example/django.whl", True),
        ('"url": "https://opencollective.example/thanks"', False),
        ("django==5.2.19 \\", False),
    ],
)
def test_a_lock_file_that_names_a_host_is_refused(tmp_path: Path, line: str, refused: bool) -> None:
    file = tmp_path / "some.lock"
    file.write_text(f"first\n    {line}\nlast\n")

    assert lock.hosts(file) == ([f"some.lock: {line}"] if refused else [])


def test_no_lock_file_of_ours_names_a_host() -> None:
    assert [
        line for name in [*lock.LOCKS, *lock.NPM_LOCKS] for line in lock.hosts(ROOT / name)
    ] == []


def measured(**percents: float) -> dict[str, object]:
    files = {
        name.replace("__", "/") + ".py": {
            "summary": {"percent_covered": percent},
            "missing_lines": [7],
        }
        for name, percent in percents.items()
    }
    return {"files": files, "totals": {"percent_covered": 96.0}}


def test_a_rule_with_an_unvisited_branch_is_below_the_floor() -> None:
    told = measured(
        loops__rules=99.0, loops__rules__open=98.0, loops__queries=100.0, loops__views=90.0
    )

    assert tests.below(told) == [
        "loops/rules.py：99.0 %，要 100 %；缺第 [7] 行",
        "loops/rules/open.py：98.0 %，要 100 %；缺第 [7] 行",
    ]


def test_the_whole_has_a_floor_too() -> None:
    told = {"files": {}, "totals": {"percent_covered": 94.9}}

    assert tests.below(told) == ["全部：94.9 %，要 95 %"]


def test_a_gate_that_fails_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(check.GATES, "good", ["true"])
    monkeypatch.setitem(check.GATES, "bad", ["false"])

    assert check.check(["good", "bad"]) == 1
    assert "没有通过：bad。" in capsys.readouterr().err


def test_every_variable_the_settings_read_is_explained() -> None:
    """`HUIYIN_SECRET_KEY[_FILE]`: the twin stands in the text of its variable."""
    read = re.compile(r"""(?:env\.|= )\w+\(\s*["']([A-Z_]+)["']""")
    sources = (file.read_text() for file in (ROOT / "config").glob("*.py"))
    asked = {name for source in sources for name in read.findall(source)}
    example = (ROOT / ".env.example").read_text()

    assert set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE)) == asked


def test_a_node_that_is_missing_or_broken_counts_as_none() -> None:
    assert [npm.major(node) for node in (None, "/bin/nowhere", "/bin/false", "/bin/true")] == [
        0
    ] * 4


def test_the_visitor_signs_in_as_the_demo_does() -> None:
    assert visitor.PASSWORD == district.PASSWORD
