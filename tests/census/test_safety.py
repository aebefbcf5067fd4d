"""Our own rules of safety, read from the source: who may call words markup, who may write SQL, what money is.

Ruff and bandit know these by other names and cannot say "here and nowhere else"; this page can.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from tests.census import house
from tests.census.test_source import Lines, plant, trees

MARKUP = {
    "huiyin/ui/templatetags/hy.py": "the components; what is called safe there are constants of that file"
}
SQL = {  # the modules that speak to a database in its own words, and what for
    "huiyin/core/keeping/postgres.py": "backups: a snapshot, and rows as they lie",
    "huiyin/core/keeping/rows.py": "backups: counts of every table",
    "huiyin/core/keeping/sqlite.py": "backups: the file itself",
    "huiyin/core/management/commands/open_district.py": "a schema for a district",
    "huiyin/core/postgres/base.py": "the search path of a district",
    "huiyin/demo/simulate/run.py": "ANALYZE after a load",
    "huiyin/demo/simulate/sheets.py": "COPY, a million rows a minute",
    "huiyin/portal/views.py": "healthz: SELECT 1",
    "huiyin/residents/models/sights.py": "seconds between two moments, in either engine's words",
}  # fmt: skip
WORDS_OF_SQL = {"cursor", "raw", "extra", "as_sql", "RawSQL", "connect"}
MONEY = {"fen", "money", "amount", "price", "cost", "budget", "salary", "donation", "balance"}
WHOLE = (models.IntegerField,)  # BigIntegerField and the positive ones are made from it


def called_markup(found: Lines) -> list[str]:
    """mark_safe anywhere; SafeString, __html__ and their kin outside the components."""
    wrong = []
    for name, tree in found:
        for node in ast.walk(tree):
            word = _word(node)
            kin = word in {"SafeString", "SafeText", "html_safe", "__html__"} and name not in MARKUP
            if word == "mark_safe" or kin:
                wrong.append(f"{name}: {word}")
    return wrong


def called_safe(templates: Iterable[Path]) -> list[str]:
    """`|safe`, `safeseq` and autoescape off in a template."""
    return [
        f"{house.named(path)}: {word}"
        for path in templates
        for word in ("|safe", "| safe", "autoescape off")
        if word in path.read_text()
    ]


def spoken_in_sql(found: Lines) -> set[str]:
    """Modules that open a cursor, connect past the ORM, or hand it text in SQL."""
    return {name for name, tree in found for node in ast.walk(tree) if _speaks(node)}


def _speaks(node: ast.AST) -> bool:
    """Called, or (as_sql, as_sqlite) defined: an expression with words of its own."""
    if isinstance(node, ast.FunctionDef):
        return node.name.startswith("as_sql")
    return isinstance(node, ast.Call) and _word(node.func) in WORDS_OF_SQL


def _word(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.FunctionDef | ast.alias):
        return node.name
    return node.id if isinstance(node, ast.Name) else ""


def not_whole(found: Iterable[type[Model]]) -> list[str]:
    """Columns that hold money by their name, and hold it in anything but whole fen."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if MONEY & set(field.name.split("_")) and not isinstance(field, WHOLE)
    ]


def decimals(found: Iterable[type[Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if isinstance(field, models.DecimalField)
    ]


def templates() -> list[Path]:
    return sorted(house.HOUSE.rglob("templates/**/*.html"))


def test_words_are_called_markup_by_the_components_alone() -> None:
    assert called_markup(trees(house.sources())) == []
    assert called_safe(templates()) == []


def test_sql_is_written_in_the_named_modules_and_in_each_of_them() -> None:
    assert spoken_in_sql(trees(house.sources())) == set(SQL)


def test_money_is_whole_fen() -> None:
    assert not_whole(house.models()) == []
    assert decimals(house.models()) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("from django.utils.safestring import mark_safe", "mark_safe"),
        ("words = mark_safe(note)", "mark_safe"),
        ("return safestring.SafeString(note)", "SafeString"),
        ("class Note:\n    def __html__(self): ...", "__html__"),
        ("@html_safe\nclass Note: ...", "html_safe"),
    ],
)
def test_planted_markup_is_seen(text: str, seen: str) -> None:
    assert called_markup(plant(text)) == [f"huiyin/loops/planted.py: {seen}"]


def test_planted_mark_safe_is_seen_in_the_components_too(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("{{ note|safe }}{% autoescape off %}")

    assert called_markup(plant("mark_safe(note)", "huiyin/ui/templatetags/hy.py")) != []
    assert called_markup(plant("SafeString(note)", "huiyin/ui/templatetags/hy.py")) == []
    assert called_safe([page]) == ["page.html: |safe", "page.html: autoescape off"]


@pytest.mark.parametrize(
    "text",
    [
        "with connection.cursor() as cursor: ...",
        "Loop.objects.raw('SELECT 1')",
        "Loop.objects.extra(where=['1=1'])",
        "Loop.objects.annotate(n=RawSQL('1', ()))",
        "sqlite3.connect('x')",
        "class Now(Func):\n    def as_sqlite(self, compiler, connection): ...",
    ],
)
def test_planted_sql_is_seen(text: str) -> None:
    assert spoken_in_sql(plant(text)) == {"huiyin/loops/planted.py"}


def test_what_only_looks_like_sql_is_not() -> None:
    assert spoken_in_sql(plant("cursor = row.cursor; row.copy(); f(raw=1)")) == set()


@isolate_apps("tests.census")
def test_planted_money_is_seen() -> None:
    class Gift(Model):
        fen = models.BigIntegerField()
        amount = models.FloatField()
        total_price = models.CharField(max_length=8)
        rate = models.DecimalField(max_digits=8, decimal_places=2)

        class Meta:
            app_label = "census"

    assert not_whole([Gift]) == ["census.Gift.amount", "census.Gift.total_price"]
    assert decimals([Gift]) == ["census.Gift.rate"]
