"""What design/language.md forbids, as functions of text: each gives back what it found, in the words it found it.

They read sources and not pages, so that the one branch nobody opened is read too.
"""

import re
from collections.abc import Iterator

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
STRING = re.compile(r'"([^"]*)"')
SAID_ALOUD = re.compile(r'(?:title|aria-label|placeholder|alt|data-label)="([^"]*)"')
VALUE = "▢"  # stands where a page has a value


def bare(template: str) -> str:
    """The markup with values as ▢ and without Django's tags."""
    return TAG.sub("", VARIABLE.sub(VALUE, COMMENT.sub("", template)))


def words(template: str) -> Iterator[str]:
    """What people read or hear: text, labels for readers, strings given to tags."""
    markup = bare(template)
    yield from SAID_ALOUD.findall(markup)
    yield from ELEMENT.sub("\n", markup).split("\n")
    for tag in TAG.findall(COMMENT.sub("", template)):
        yield from STRING.findall(tag)


# ---- markup


def inline(template: str) -> list[str]:
    """Styles, scripts and handlers that a strict policy would not run anyway."""
    found = re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|hx-on\b|javascript:", bare(template))
    scripts = re.findall(r"<script\b[^>]*>", bare(template))
    return found + [s for s in scripts if "src=" not in s and "application/json" not in s]


def foreign_classes(template: str) -> list[str]:
    """Classes that are not ours: `text-danger` and its kin among them; is-… says a state of our own."""
    named = re.findall(r'\sclass="([^"]*)"', bare(template))
    return [one for group in named for one in group.split() if not re.match(r"hy-|is-", one)]


def our_classes(source: str) -> set[str]:
    """Those a source names whole; `hy-glyph--{}` is completed at run time."""
    named = re.findall(r'class(?:Name)?\s*=\s*"([^"]*)"', TAG.sub(" ", source))
    split = {one for group in named for one in VARIABLE.sub("{}", group).split()}
    return {one for one in split if one.startswith("hy-") and "{" not in one}


def defined_classes(css: str) -> set[str]:
    return set(re.findall(r"\.(hy-[\w-]+)", css))


def icons(source: str) -> set[str]:
    return set(re.findall(r'(?:\{% icon |icon=)"([\w-]+)"', source))


# ---- colour and size


def colours(source: str) -> list[str]:
    """A colour written where it is used: paint attributes, hex, functions, names in a sheet."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    painted = re.findall(
        r'\b(?:fill|stroke|stop-color|bgcolor|color)="(?!none"|currentColor"|\{|var\()[^"]*"',
        source,
    )
    written = re.findall(r"(?<![&\w/\"'#])#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(", source)
    names = r":[^;{}\"]*(?<![\w-])(black|white|red|green|blue|grey|gray|orange|yellow)(?![\w-])[^;{}\"]*;"
    return painted + written + re.findall(names, source)


def sizes(source: str) -> list[str]:
    """Type outside the scale of language.md 3, which the tokens hold."""
    return re.findall(
        r"font-size\s*[:=]\s*(?!\s*var\(--hy-t-)[^;]*|\bfont:(?!\s*inherit)[^;]*", source
    )


# ---- words


BUTTON = re.compile(
    r'<button\b(?P<one>[^>]*)>(?P<in>.*?)</button>|<a\b(?P<two>[^>]*class="hy-button[^>]*)>(?P<at>.*?)</a>',
    re.DOTALL,
)
EMPTY_WORDS = {"确定", "确认", "提交", "操作", "取消", "是", "否", "OK", "Submit", "好"}


def dumb_buttons(template: str) -> list[str]:
    """Buttons without a word, or with one that does not say what happens."""
    found = []
    for match in BUTTON.finditer(bare(template)):
        attributes = match["one"] or match["two"] or ""
        said = "".join(ELEMENT.sub("", match["in"] or match["at"] or "").split())
        closing = "hy-button--icon" in attributes and re.search(r'aria-label="[^"]+"', attributes)
        if said in EMPTY_WORDS or not (said or closing):
            found.append(said or match[0])
    return found


def loose_dates(template: str) -> list[str]:
    """Dates outside <time>: written, or formatted, or shown as they are (names end in _on and _at)."""
    held = re.sub(r"<time\b.*?</time>", "", COMMENT.sub("", template), flags=re.DOTALL)
    inside = re.sub(r'="[^"]*"', "", held)
    written = re.findall(r"\d{1,2}\s*月\s*\d{1,2}\s*日", inside)
    formatted = re.findall(r"\{\{[^}]*\|\s*(?:date|time|naturaltime)\b[^}]*\}\}", inside)
    raw = re.findall(r"\{\{\s*(?![\w.]*forms?\.)[\w.]+(?:_on|_at)\s*\}\}", inside)
    return written + formatted + raw


HALF = re.compile(
    rf"[{HAN}][,;:!?]|[,;!?][{HAN}]|[{HAN}]\(|\)[{HAN}]|[{HAN}]\.(?:$|\s|[{HAN}])|[{HAN}]\.\.\."
)


def half_width(said: str) -> list[str]:
    """Half-width punctuation in a Chinese sentence."""
    return HALF.findall(said)


LOUD = re.compile(
    r"请注意|温馨提示|非法|暂无|稍后重试|操作成功|成功！|提交失败|无权|您没有权限|案主|"
    r"(?<!演示)系统(?!管理员)|失败|超时|驳回"
)


def loud(said: str) -> list[str]:
    """Words of machines and of counters (language.md 9)."""
    return LOUD.findall(said)


def bare_measures(template: str) -> list[str]:
    """A number of a measure that does not open to its rows."""
    return re.findall(r"\}\}\s*(?:人次|户次|工时)", COMMENT.sub("", template))
