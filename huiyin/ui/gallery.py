"""Specimens for the gallery: every component once, in all its states, with invented words."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.ui import fields
from huiyin.ui.forms import Chips, Form
from huiyin.ui.ruler import Ruler


class Specimen(Form):
    name = fields.Name(label="居民姓名", help_text="打拼音首字母也能找到")
    phone = fields.Phone(label="联系电话", required=False, help_text="本人或家里能接通的号码")
    how = forms.ChoiceField(
        label="怎样见的",
        widget=Chips,
        choices=[("visit", "上门"), ("call", "电话"), ("come", "来站")],
        initial="visit",
    )
    words = forms.CharField(label="一句话", widget=forms.Textarea, required=False)


def specimens() -> dict[str, Any]:
    due = clock.now() + timedelta(days=3)
    rulers = [
        Ruler(
            ("past", "past", "coming", "coming", "coming"),
            "还剩 3 个工作日",
            "coming",
            due,
            "首次接触：5 个工作日",
        ),
        Ruler(("past", "past", "past"), "今天 17:30 前", "soon", due, "答复：3 个工作日"),
        Ruler(("past",) * 5 + ("late", "late"), "逾期 2 个工作日", "late", due, "答复：3 个工作日"),
        Ruler(
            ("past",) * 4 + ("coming",), "提前 1 个工作日答复", "done", due, "首次接触：5 个工作日"
        ),
    ]
    rows = [
        _row(
            "向素芬：告诉居委会首次接触的情况",
            "石溪社区居委会唐玉珍在等",
            rulers[2],
            "late",
            "答复",
        ),
        _row("谯明亮：临时救助材料还缺什么", "谯明亮本人在等", rulers[1], "open", "答复"),
        _row(
            "冉国华：无障碍扶手，区残联答复后转告",
            "望江社区居委会蒋小红在等",
            rulers[0],
            "doing",
            "答复",
        ),
    ]
    form = Specimen({"name": "邹桂兰", "phone": "1380236417", "how": "visit", "act": uuid7()})
    colours = [
        ("ink", "墨", "正文"), ("brand", "石青", "能点的"), ("paper", "宣纸", "底"),
        ("late", "朱", "逾期、出错、没人管"), ("soon", "赭", "快到期"), ("done", "松", "已回音"),
    ]  # fmt: skip
    glyphs = ["open", "doing", "done", "late", "declined", "withdrawn"]
    words = ["等着", "在办", "已回音", "逾期", "不受理", "已撤回"]
    return {
        "rulers": rulers, "rows": rows, "form": form, "colours": colours,
        "glyphs": list(zip(glyphs, words, strict=True)), "now": clock.now(), "until": clock.now() + timedelta(minutes=15),
        "stages": [("接案", "past"), ("预估", "past"), ("计划", "past"), ("介入", "now"), ("评估", ""), ("结案", "")],
    }  # fmt: skip


def _row(title: str, waiter: str, ruler: Ruler, state: str, action: str) -> SimpleNamespace:
    loop = SimpleNamespace(pk=uuid7())
    return SimpleNamespace(
        loop=loop,
        title=title,
        waiter=waiter,
        ruler=ruler,
        state=state,
        url="/gallery",
        action=action,
    )
