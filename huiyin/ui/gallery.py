"""Specimens for the gallery: every component once, in all its states, with invented words."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.ui import fields
from huiyin.ui.forms import Chips, Form, ManyChips
from huiyin.ui.ruler import Ruler

COLOURS = (
    ("ink", "墨", "正文 13.4"), ("brand", "石青", "能点的 6.4"), ("paper", "宣纸", "底"),
    ("late", "朱", "逾期、出错、没人管"), ("soon", "赭", "快到期"), ("done", "松", "已回音"),
)  # fmt: skip
GLYPHS = (
    ("open", "等着"), ("doing", "在办"), ("done", "已回音"),
    ("late", "逾期"), ("declined", "不受理"), ("withdrawn", "已撤回"),
)  # fmt: skip


class Specimen(Form):
    name = fields.Name(label="居民姓名", help_text="已在名单里的，打拼音首字母就能找到")
    phone = fields.Phone(label="联系电话", required=False, help_text="本人或家里能接通的号码")
    how = forms.ChoiceField(
        label="怎样见的",
        widget=Chips,
        choices=[("visit", "上门"), ("call", "电话"), ("come", "来站"), ("none", "没见到")],
    )
    seen = forms.MultipleChoiceField(
        label="看了什么",
        required=False,
        widget=ManyChips,
        choices=[("blood", "血压"), ("pills", "药"), ("food", "吃饭"), ("gas", "燃气")],
    )
    on = fields.PastDate(label="哪一天", required=False)
    words = forms.CharField(label="一句话", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="居民同意把进展告诉居委会", required=False)


def specimens() -> dict[str, Any]:
    now = clock.now()
    return {
        "colours": COLOURS,
        "series": ("c1", "c2", "c3", "c4"),
        "glyphs": GLYPHS,
        "rulers": _rulers(),
        "rows": _rows(),
        "form": _form(),
        "now": now,
        "until": now + timedelta(minutes=15),
        "steps": _steps(),
    }


def _rulers() -> tuple[Ruler, ...]:
    due = clock.now() + timedelta(days=3)
    past, coming, late = "past", "coming", "late"
    contact, answer = "首次接触：5 个工作日", "答复：3 个工作日"
    return (
        Ruler((past,) * 2 + (coming,) * 3, "还剩 3 个工作日", "coming", due, contact),
        Ruler((past,) * 3, "今天 17:30 前", "soon", due, answer),
        Ruler((past,) * 5 + (late,) * 2, "逾期 2 个工作日", "late", due, answer),
        Ruler((past,) * 4 + (coming,), "提前 1 个工作日答复", "done", due, contact),
    )


def _rows() -> list[SimpleNamespace]:
    coming, soon, late, _ = _rulers()
    return [
        _row("向素芬，78 岁独居：告诉居委会首次接触的情况", "石溪社区居委会唐玉珍在等", late, "late", "答复"),
        _row("谯明亮，临时救助材料：告知还缺什么", "谯明亮本人在等，昨天来电", soon, "open", "答复"),
        _row("冉国华，无障碍扶手：区残联答复后转告", "望江社区居委会蒋小红在等", coming, "doing", "继续核对"),
    ]  # fmt: skip


def _row(title: str, waiter: str, ruler: Ruler, state: str, action: str) -> SimpleNamespace:
    return SimpleNamespace(
        loop=SimpleNamespace(pk=uuid7()), title=title, waiter=waiter, ruler=ruler, state=state,
        url="/gallery", action=action,
    )  # fmt: skip


def _form() -> Specimen:
    return Specimen(
        {
            "name": "邹桂兰", "phone": "1380236417", "how": "visit", "seen": ["blood", "pills"],
            "words": "血压 152/88，药盒里还剩两天的量。", "act": uuid7(),
        }
    )  # fmt: skip


def _steps() -> list[SimpleNamespace]:
    now = clock.now()
    return [
        SimpleNamespace(state="done", words="收到，当天答复：受理", at=now - timedelta(days=4)),
        SimpleNamespace(state="done", words="首次接触居民，比约定早 4 个工作日", at=now - timedelta(days=1)),
        SimpleNamespace(state="open", words="每月进展", at=now + timedelta(days=27)),
    ]  # fmt: skip
