"""The tags: what a page gets for one line of template."""

from collections import defaultdict
from datetime import date

import pytest
import time_machine
from django.template import Context, Template

from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.ui import slots
from huiyin.ui.ruler import Ruler


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel("2026-01-16T10:00:00+08:00", tick=False):
        yield


def shown(line: str, **context) -> str:
    return Template(line).render(Context(context))


# ---- dates


@pytest.mark.parametrize(
    ("line", "value", "said"),
    [
        ("{{ on|day }}", date(2026, 1, 21), '<time datetime="2026-01-21">1月21日 周三</time>'),
        ("{{ on|day }}", date(2025, 9, 4), '<time datetime="2025-09-04">2025年9月4日 周四</time>'),
        ("{{ on|day }}", None, ""),
        (
            "{{ on|moment }}",
            clock.at(date(2026, 1, 16), "08:05"),
            '<time datetime="2026-01-16T08:05+08:00">今天 08:05</time>',
        ),
        (
            "{{ on|moment }}",
            clock.at(date(2026, 1, 15), "17:05"),
            '<time datetime="2026-01-15T17:05+08:00">昨天 17:05</time>',
        ),
        (
            "{{ on|moment }}",
            clock.at(date(2025, 12, 30), "09:30"),
            '<time datetime="2025-12-30T09:30+08:00">2025年12月30日 09:30</time>',
        ),
        ("{{ on|moment }}", None, ""),
        (
            "{{ on|before }}",
            clock.at(date(2026, 1, 16), "17:30"),
            '<time datetime="2026-01-16T17:30+08:00">今天 17:30 前</time>',
        ),
        (
            "{{ on|before }}",
            clock.at(date(2026, 1, 21), "17:30"),
            '<time datetime="2026-01-21T17:30+08:00">1月21日前</time>',
        ),
        ("{{ on|before }}", None, ""),
        ("{{ on|age }}", date(1948, 1, 17), "77 岁"),
        ("{{ on|age }}", date(1948, 1, 16), "78 岁"),
        ("{{ on|age }}", None, ""),
    ],
)
def test_a_date_is_said_as_people_say_it_and_stays_in_one_piece(line, value, said):
    assert shown(line, on=value) == said


def test_a_moment_at_midnight_in_beijing_is_that_day_and_not_the_day_before_in_utc():
    assert shown("{{ on|day }}", on=clock.at(date(2026, 1, 17), "00:30")) == (
        '<time datetime="2026-01-17">1月17日 周六</time>'
    )


# ---- figures


def test_a_number_opens_what_is_behind_it_in_groups_of_three_with_the_unit_outside():
    assert shown('{% num 1202 "/records" "人次" %}') == (
        '<a class="hy-num" href="/records">1,202</a> <span class="hy-num-unit">人次</span>'
    )


def test_a_masked_value_has_the_way_to_ask_beside_it():
    assert shown('{% masked "138****2607" "/people/1/reveal" %}') == (
        '<span class="hy-masked"><span>138****2607</span> <a href="/people/1/reveal">查看</a></span>'
    )


def test_a_masked_value_without_a_way_is_only_masked():
    assert shown('{% masked "138****2607" %}') == (
        '<span class="hy-masked"><span>138****2607</span></span>'
    )


def test_what_people_wrote_is_escaped():
    assert "<script>" not in shown("{% masked mask %}", mask="<script>")


# ---- glyphs and clocks


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("open", "等着"), ("doing", "在办"), ("done", "已回音"), ("late", "逾期"),
        ("declined", "不受理"), ("withdrawn", "已撤回"), ("soon", "今天到期"),
    ],
)  # fmt: skip
def test_a_glyph_says_its_state_to_a_reader(state, word):
    drawn = shown("{% glyph state %}", state=state)

    assert (f'aria-label="{word}"' in drawn, f"hy-glyph--{state}" in drawn) == (True, True)


def ruler(*cells: str, state: str = "coming", words: str = "还剩 3 个工作日") -> str:
    due = clock.at(date(2026, 1, 21), "17:30")
    return shown("{% ruler one %}", one=Ruler(cells, words, state, due, "首次接触：5 个工作日"))


def test_the_ruler_is_a_picture_for_the_eye_and_words_for_everyone():
    drawn = ruler("past", "past", "coming", "coming", "coming")

    assert drawn.count("<rect") == 5 + 1  # the cells and the stop
    assert 'aria-hidden="true"' in drawn
    assert drawn.endswith(
        '<span class="hy-clock-words hy-clock--coming" title="1月21日 周三 17:30 前，首次接触：5 个工作日">'
        '还剩 3 个工作日<span class="hy-sr">，1月21日 周三 17:30 前，首次接触：5 个工作日</span></span></span>'
    )


def test_late_days_stand_beyond_the_stop():
    drawn = ruler("past", "past", "late", state="late", words="逾期 1 个工作日")

    stop = drawn.index("hy-ruler-stop")
    assert (drawn[:stop].count("<rect"), drawn[stop:].count("<g ")) == (3, 1)


def test_a_promise_without_a_date_has_no_ruler():
    assert shown("{% ruler one %}", one=None) == ""


def test_a_clock_that_runs_to_no_date_still_says_its_words():
    drawn = shown("{% ruler one %}", one=Ruler((), "等对方答复", "coming", None, ""))

    assert drawn.endswith('title="">等对方答复<span class="hy-sr"></span></span></span>')


def test_stages_show_what_is_past_and_what_is_now():
    assert shown('{% stages "接案 预估 计划"|split_words "预估" %}') == (
        '<ol class="hy-stages"><li class="is-past">接案</li><li aria-current="step">预估</li>'
        "<li>计划</li></ol>"
    )


def test_when_all_stages_are_over_every_one_is_past():
    assert shown('{% stages "接案 预估"|split_words "已结案" %}').count("is-past") == 2


# ---- panels, pages, empty


def test_panels_are_fetched_for_what_the_actor_may_see(monkeypatch):
    monkeypatch.setattr(slots, "_slots", defaultdict(dict))  # what is hung here must not stay
    slots.add("gallery.test", "ui:gallery", needs="gallery.view", label="组件")
    slots.add("gallery.test", "ui:keys", needs="nobody.may", label="按键")

    drawn = shown('{% panels "gallery.test" %}', actor=Actor(can=frozenset({"gallery.view"})))

    assert (drawn.count("<section"), 'hx-get="/gallery"' in drawn) == (1, True)


def test_an_only_page_has_no_pager():
    assert shown("{% pager newer older %}", newer="", older="").strip() == ""


def test_the_last_page_leads_back_only():
    drawn = shown("{% pager newer older %}", newer="?after=3", older="")

    assert ("前一页" in drawn, "后一页" in drawn) == (True, False)


def test_an_empty_list_says_what_it_means_and_offers_the_next_thing():
    drawn = shown('{% empty "没有人在等您的回音。" "看看一个月没见面的。" "/people" %}')

    assert (
        "没有人在等您的回音。" in drawn,
        '<a href="/people">看看一个月没见面的。</a>' in drawn,
    ) == (True, True)


def test_two_forms_of_one_button_are_two_acts():
    assert shown("{% act %}") != shown("{% act %}")
