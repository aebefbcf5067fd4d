"""The components, as tags every template knows. `docs/ui.md` lists them with a line of use each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.ui import slots
from huiyin.ui.ruler import Ruler

register = template.Library()
WEEK = "一二三四五六日"

GLYPHS = {
    "open": ("等着", '<rect x="2" y="2" width="14" height="14" rx="3"/>'),
    "soon": ("今天到期", '<rect x="2" y="2" width="14" height="14" rx="3"/>'),
    "doing": (
        "在办",
        '<rect x="2" y="2" width="14" height="14" rx="3"/><rect x="6.5" y="6.5" width="5" height="5" rx="1"/>',
    ),
    "done": (
        "已回音",
        '<rect x="2" y="2" width="14" height="14" rx="3"/>'
        '<rect class="hy-glyph-heart" x="6" y="6" width="6" height="6" rx="1" fill="currentColor" stroke="none"/>',
    ),
    "late": (
        "逾期",
        '<rect x="1" y="1" width="16" height="16" rx="3.5" fill="currentColor" stroke="none"/>'
        '<path class="hy-upon" d="M9 4.8v5.2M9 12.9v.3"/>',
    ),
    "declined": ("不受理", '<rect x="2" y="2" width="14" height="14" rx="3"/><path d="M6.2 11.8l5.6-5.6"/>'),
    "withdrawn": ("已撤回", '<rect x="2" y="2" width="14" height="14" rx="3" stroke-dasharray="2.6 2.6"/>'),
}  # fmt: skip


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "home" %}`: from the sprite; always beside a word."""
    href = static("icons.svg")
    return format_html(
        '<svg class="hy-icon" aria-hidden="true"><use href="{}#{}"/></svg>', href, name
    )


@register.simple_tag
def glyph(state: str, size: str = "") -> SafeString:
    """`{% glyph "late" %}` `{% glyph "done" "big" %}`: 口 becomes 回; says its state to a reader."""
    words, shape = GLYPHS[state]
    big = f" hy-glyph--{size}" if size else ""
    return format_html(
        '<svg class="hy-glyph hy-glyph--{}{}" viewBox="0 0 18 18" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" role="img" aria-label="{}">{}</svg>',
        state, big, words, SafeString(shape),
    )  # fmt: skip


MARK = SafeString(
    '<path d="M8 3.5h16A4.5 4.5 0 0 1 28.5 8v14.5a4.5 4.5 0 0 1-4.5 4.5H12.5L5.8 30.2a.8.8 0 0 '
    '1-1.12-.9l.9-3.3A4.5 4.5 0 0 1 3.5 22.5V8A4.5 4.5 0 0 1 8 3.5Z" fill="none" stroke="currentColor" '
    'stroke-width="3" stroke-linejoin="round"/>'
    '<rect x="10.5" y="10" width="11" height="10.5" rx="2.2" fill="currentColor"/>'
)


@register.simple_tag
def mark(css: str = "") -> SafeString:
    """`{% mark %}`: the done glyph with a speech tail; from 20 px up, below that use the glyph."""
    return format_html('<svg class="{}" viewBox="0 0 32 32" aria-hidden="true">{}</svg>', css, MARK)


@register.simple_tag
def ruler(clock_of: Ruler | None) -> SafeString:
    """`{% ruler row.ruler %}`: cells to the due end, the stop, late cells beyond it; then the words.

    The date and the rule it comes from are on hover, and read aloud after the words.
    """
    if clock_of is None:
        return SafeString("")
    more = "，".join(part for part in (_due(clock_of.due), clock_of.why) if part)
    return format_html(
        '<span class="hy-clock">{}<span class="hy-clock-words hy-clock--{}" title="{}">{}'
        '<span class="hy-sr">{}</span></span></span>',
        _cells(clock_of), clock_of.state, more, clock_of.words, f"，{more}" if more else "",
    )  # fmt: skip


def _due(due: datetime | None) -> str:
    """1月21日 周三 17:30 前, without markup: it stands in a title."""
    if due is None:
        return ""
    local = clock.local(due)
    return f"{_words(local.date())} {local:%H:%M} 前"


PITCH, WIDE, GAP = 12, 9, 3  # px: from cell to cell, a cell, and the room before the late ones


def _cells(clock_of: Ruler) -> SafeString:
    inside = [cell for cell in clock_of.cells if cell != "late"]
    over = len(clock_of.cells) - len(inside)
    stop = len(inside) * PITCH
    shapes = [_cell(n * PITCH, cell) for n, cell in enumerate(inside)]
    shapes.append(
        format_html('<rect class="hy-ruler-stop" x="{}" y="0" width="2" height="14"/>', stop)
    )
    shapes += [_late(stop + 2 + GAP + n * PITCH) for n in range(over)]
    width = stop + 2 + (GAP + over * PITCH if over else 0)
    return format_html(
        '<svg class="hy-ruler hy-clock--{}" width="{}" height="14" viewBox="0 0 {} 14" aria-hidden="true">{}</svg>',
        "coming" if clock_of.state == "late" else clock_of.state, width, width,
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )  # fmt: skip


def _cell(x: int, cell: str) -> SafeString:
    if cell == "past":
        shape = '<rect x="{}" y="2" width="9" height="10" rx="1.5" fill="currentColor"/>'
        return format_html(shape, x)
    shape = (
        '<rect x="{}" y="2.6" width="7.8" height="8.8" rx="1.2" fill="none" stroke="currentColor"/>'
    )
    return format_html(shape, x + 0.6)


def _late(x: int) -> SafeString:
    return format_html(
        '<g class="hy-clock--late"><rect x="{}" y="2" width="9" height="10" rx="1.5" fill="currentColor"/>'
        '<path class="hy-upon" d="M{} 10.5l6-7" stroke-width="1.5"/></g>',
        x, x + 1.5,
    )  # fmt: skip


@register.simple_tag
def num(value: int | float, url: str, unit: str = "") -> SafeString:
    """`{% num 1202 url "人次" %}`: behind me are exactly that many rows."""
    return format_html(
        '<a class="hy-num" href="{}">{}</a> <span class="hy-num-unit">{}</span>', url, thousands(value), unit
    )  # fmt: skip


@register.filter
def thousands(value: int | float) -> str:
    """`{{ 1202|thousands }}` → 1,202: groups of three, as the forms of the field are printed."""
    return f"{value:,}"


@register.simple_tag
def masked(mask: str, url: str = "", words: str = "查看") -> SafeString:
    """`{% masked "138****2607" url %}`: the masked value, and the way to ask for the whole one."""
    way = format_html(' <a href="{}">{}</a>', url, words) if url else ""
    return format_html('<span class="hy-masked"><span>{}</span>{}</span>', mask, way)


@register.simple_tag
def stages(labels: list[str], here: str) -> SafeString:
    """`{% stages "接案 预估 计划 介入 评估 结案"|split_words stage %}`: what is past, what is now."""
    at = labels.index(here) if here in labels else len(labels)
    steps = ((_stage(n - at), label) for n, label in enumerate(labels))
    return format_html(
        '<ol class="hy-stages">{}</ol>', format_html_join("", "<li{}>{}</li>", steps)
    )


def _stage(off: int) -> SafeString:
    if off == 0:
        return SafeString(' aria-current="step"')
    return SafeString(' class="is-past"' if off < 0 else "")


@register.filter
def split_words(text: str) -> list[str]:
    """`{{ "接案 预估"|split_words }}`: a list written in the page."""
    return text.split()


@register.filter
def age(born_on: date | None) -> str:
    """`{{ person.birth_on|age }}` → 78 岁; nothing where the day is not known."""
    return f"{clock.age(born_on)} 岁" if born_on else ""


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """`{{ on|day }}` → 1月16日 周五, with the year when it is not this one."""
    if value is None:
        return SafeString("")
    on = clock.local(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), _words(on))


@register.filter
def plain_day(on: date) -> SafeString:
    """`{{ on|plain_day }}` → 1月16日, where a title has no room for the day of the week."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), _short(on))


def _words(on: date) -> str:
    return f"{_short(on)} 周{WEEK[on.weekday()]}"


def _short(on: date) -> str:
    year = f"{on.year}年" if on.year != clock.today().year else ""
    return f"{year}{on.month}月{on.day}日"


@register.filter
def moment(value: datetime | None) -> SafeString:
    """`{{ at|moment }}` → 今天 10:42, 昨天 17:05, 1月16日 09:30."""
    if value is None:
        return SafeString("")
    local = clock.local(value)
    gone = (clock.today() - local.date()).days
    near = {0: "今天", 1: "昨天"}.get(gone) or _short(local.date())
    return _time(local, f"{near} {local:%H:%M}")


@register.filter
def before(value: datetime | None) -> SafeString:
    """`{{ due|before }}` → 今天 17:30 前, 1月21日前."""
    if value is None:
        return SafeString("")
    local = clock.local(value)
    soon = local.date() == clock.today()
    return _time(local, f"今天 {local:%H:%M} 前" if soon else f"{_short(local.date())}前")


def _time(local: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.simple_tag
def act() -> SafeString:
    """A hidden act id for a form of one button, so that a double click is one act."""
    return format_html('<input type="hidden" name="act" value="{}">', uuid7())


@register.inclusion_tag("ui/panels.html", takes_context=True)
def panels(context: Context, slot: str, pk: UUID | None = None) -> dict[str, Any]:
    """`{% panels "person.panel" person.pk %}`: what higher rooms hang here and this actor may see."""
    hung = slots.hung(slot, context["actor"])
    urls = [(one.label, reverse(one.url, args=[pk] if pk else [])) for one in hung]
    return {"panels": urls}


@register.inclusion_tag("ui/loop_row.html")
def loop_row(row: Any, solid: bool = False, back: str = "") -> dict[str, Any]:
    """`{% loop_row row solid=forloop.first %}`: one promise of a list (loops.queries.Row)."""
    return {"row": row, "solid": solid, "back": back}


@register.inclusion_tag("ui/empty.html")
def empty(words: str, hint: str = "", url: str = "") -> dict[str, Any]:
    """`{% empty "没有人在等您的回音。" "看看居民" url %}`."""
    return {"words": words, "hint": hint, "url": url}


@register.inclusion_tag("ui/pager.html")
def pager(newer: str = "", older: str = "") -> dict[str, Any]:
    """`{% pager newer older %}`: keyset pages, by URL; nothing is counted."""
    return {"newer": newer, "older": older}
