"""The look of the house, counted: every template, every sheet, every sentence. Each count has a twin that plants one."""

import ast
import re
from pathlib import Path

import pytest

from tests.census import looks
from tests.census.house import HOUSE, ROOT, named, sources, tree

TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
SHEETS = sorted((ROOT / "frontend" / "css").glob("*.css"))
ISLANDS = sorted((ROOT / "frontend" / "ts").rglob("*.ts"))
TAGS = HOUSE / "ui" / "templatetags" / "hy.py"


def found(check, paths) -> dict[str, list[str]]:
    return {named(path): hits for path in paths if (hits := check(path.read_text()))}


def spoken(check) -> dict[str, list[str]]:
    """By what people read: the words of templates, and the strings of the code that hold Chinese."""
    hits = found(lambda text: [hit for said in looks.words(text) for hit in check(said)], TEMPLATES)
    for path in sources():
        if strings := [hit for said in sentences(path) for hit in check(said)]:
            hits[named(path)] = strings
    quoted = r'"([^"\n]*)"'
    islands = found(
        lambda text: [hit for said in re.findall(quoted, text) for hit in check(said)],
        ISLANDS,
    )
    return hits | islands


def sentences(path: Path) -> list[str]:
    """The Chinese strings of a module, without what is only written to be read here."""
    module = tree(path)
    docs = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    loose = [
        node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in docs
    ]
    return [
        node.value
        for node in loose
        if isinstance(node.value, str) and re.search(f"[{looks.HAN}]", node.value)
    ]


# ---- the house


def test_no_template_has_styles_scripts_or_handlers_of_its_own():
    assert found(looks.inline, TEMPLATES) == {}


def test_no_template_uses_a_class_that_is_not_ours():
    assert found(looks.foreign_classes, TEMPLATES) == {}


def test_every_class_that_is_used_is_drawn():
    used = set().union(
        *(looks.our_classes(path.read_text()) for path in [*TEMPLATES, TAGS, *ISLANDS])
    )
    drawn = set().union(*(looks.defined_classes(path.read_text()) for path in SHEETS))

    assert sorted(used - drawn) == []


def test_every_icon_that_is_used_is_in_the_sprite():
    used = set().union(*(looks.icons(path.read_text()) for path in [*TEMPLATES, *sources()]))
    build = (ROOT / "frontend" / "build.mjs").read_text()
    listed = set(build.partition("ICONS =")[2].split("`")[1].split())

    assert sorted(used - listed) == []


def test_no_colour_stands_outside_the_tokens():
    assert (
        found(
            looks.colours,
            [*TEMPLATES, *ISLANDS, TAGS, *(s for s in SHEETS if s.name != "tokens.css")],
        )
        == {}
    )


def test_no_size_of_type_stands_outside_the_scale():
    assert (
        found(
            looks.sizes,
            [*TEMPLATES, *ISLANDS, TAGS, *(s for s in SHEETS if s.name != "tokens.css")],
        )
        == {}
    )


def test_every_button_says_what_happens():
    assert found(looks.dumb_buttons, TEMPLATES) == {}


def test_every_date_is_held_together():
    assert found(looks.loose_dates, TEMPLATES) == {}


def test_every_measure_opens():
    assert found(looks.bare_measures, TEMPLATES) == {}


def test_chinese_sentences_have_full_width_punctuation():
    assert spoken(looks.half_width) == {}


def test_nobody_speaks_like_a_machine():
    assert spoken(looks.loud) == {}


def overlong(text: str) -> list[str]:
    lines = len(text.splitlines())
    return [f"{lines} lines"] if lines > 120 else []


def test_no_template_is_longer_than_a_page():
    assert found(overlong, TEMPLATES) == {}


def test_a_planted_long_template_is_seen():
    assert (overlong("<p></p>\n" * 121), overlong("<p></p>\n" * 120)) == (["121 lines"], [])


# ---- and each of them sees what is planted


@pytest.mark.parametrize(
    ("check", "planted", "hits"),
    [
        (looks.inline, '<p style="color:red">', [" style="]),
        (looks.inline, "<script>go()</script>", ["<script>"]),
        (looks.inline, '<p onclick="go()">', [" onclick="]),
        (looks.inline, '<p hx-on:click="go()">', ["hx-on"]),
        (looks.foreign_classes, '<p class="hy-bar text-danger {% if x %}is-void{% endif %}">', ["text-danger"]),
        (looks.foreign_classes, '<b class="bg-success">', ["bg-success"]),
        (looks.colours, '<rect fill="#b3261e"/>', ['fill="#b3261e"']),
        (looks.colours, '<path stroke="white"/>', ['stroke="white"']),
        (looks.colours, ".hy-x { color: #fff; }", ["#fff"]),
        (looks.colours, ".hy-x { border: 1px solid black; }", ["black"]),
        (looks.colours, ".hy-x { background: rgba(0, 0, 0, 0.5); }", ["rgba("]),
        (looks.sizes, ".hy-x { font-size: 13px; }", ["font-size: 13px"]),
        (looks.dumb_buttons, "<button>确定</button>", ["确定"]),
        (looks.dumb_buttons, '<button>{% icon "x" %}</button>', ["<button></button>"]),
        (looks.dumb_buttons, '<a class="hy-button" href="/">提交</a>', ["提交"]),
        (looks.loose_dates, "<p>1月16日前答复</p>", ["1月16日"]),
        (looks.loose_dates, '<p>{{ due|date:"n月j日" }}</p>', ['{{ due|date:"n月j日" }}']),
        (looks.loose_dates, "<p>{{ loop.closed_at }}</p>", ["{{ loop.closed_at }}"]),
        (looks.bare_measures, "<p>{{ total }} 人次</p>", ["}} 人次"]),
        (looks.half_width, "已记下,要改点这一行", ["下,"]),
        (looks.half_width, "这件事(出租屋)不归社工站", ["事(", ")不"]),
        (looks.half_width, "正在取...", ["取..."]),
        (looks.loud, "操作成功！", ["操作成功"]),
        (looks.loud, "您没有权限访问该页面", ["您没有权限"]),
        (looks.loud, "系统出错", ["系统"]),
    ],
)  # fmt: skip
def test_a_planted_violation_is_seen(check, planted, hits):
    assert check(planted) == hits


@pytest.mark.parametrize(
    ("check", "right"),
    [
        (looks.inline, '<script type="module" src="{% static "huiyin.js" %}"></script>'),
        (looks.foreign_classes, '<p class="hy-bar {% if x %}hy-bar--late{% endif %} is-void">'),
        (looks.colours, '<rect fill="none" stroke="currentColor"/><a href="#main">'),
        (looks.colours, ".hy-x { white-space: nowrap; color: var(--hy-ink); }"),
        (looks.sizes, ".hy-x { font-size: var(--hy-t-meta); font: inherit; }"),
        (looks.dumb_buttons, '<button class="hy-button hy-button--icon" aria-label="关闭">{% icon "x" %}</button>'),
        (looks.dumb_buttons, "<button>{{ row.action }}</button>"),
        (looks.loose_dates, '<time datetime="2026-01-16">1月16日</time>{{ loop.closed_at|day }}{{ form.owed_on }}'),
        (looks.half_width, "已记下，要改，点这一行（Ctrl + 回车）。GDS-15 得 11 分"),
        (looks.loud, "演示系统，人物均为虚构；请找系统管理员重设"),
    ],
)  # fmt: skip
def test_what_is_right_is_let_be(check, right):
    assert check(right) == []


def test_words_are_read_wherever_they_stand():
    template = '{# 这里,不读 #}<p title="名,称">正,文{{ x }}</p>{% empty "没,有" %}'

    read = [hit for said in looks.words(template) for hit in looks.half_width(said)]
    assert read == ["名,", "正,", "没,"]


def test_an_unknown_class_and_an_unknown_icon_are_seen():
    assert looks.our_classes(
        '<p class="hy-bar {% if x %}hy-nowhere{% endif %} hy-glyph--{{ s }}">'
    ) == {"hy-bar", "hy-nowhere"}
    assert looks.icons('{% icon "nowhere" %} slots.add(icon="home")') == {"nowhere", "home"}
