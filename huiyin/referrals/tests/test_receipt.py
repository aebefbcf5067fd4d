"""The receipt on paper: the number, what was promised, by when, who; read back from the PDF."""

import io
import re
from datetime import date
from functools import partial

import pytest
import time_machine
import typst
from pypdf import PdfReader

from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import receipts as numbers
from huiyin.referrals import exports, receipts
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer

pytestmark = pytest.mark.django_db
LONG = "阿卜杜拉·买买提·吐尔逊·阿不都热合曼·艾则孜江尔"  # 25 characters
A5 = (420, 595)  # points


def printed(referral, user):
    referral = Referral.objects.told().get(pk=referral.pk)
    pdf = PdfReader(io.BytesIO(exports.receipt(receipts.paper(referral, actor_for(user)))))
    return [re.sub(r"\s+", "", page.extract_text()) for page in pdf.pages], pdf


@time_machine.travel("2026-01-16 10:42+08:00")
def test_it_says_the_number_the_owner_and_the_dates(station, tang):
    referral = make_referral(tang, Newcomer("邹桂兰", "2", date(1951, 8, 4)), urgency="urgent")

    (front, slip), pdf = printed(referral, tang)

    number = numbers.said(referral.loop.receipt).replace(" ", "")
    for words in (
        number, "弹子石街道社工站", "石溪社区居委会唐玉珍", "邹＊兰（女，74岁）", "老人照护，急", "谁来负责陈站",
        "2026年1月16日（周五）10:42", "受不受理，一定答复2026年1月16日（周五）17:30",
        "首次接触这位居民2026年1月19日（周一）17:30", "每月告诉您一次进展每月16日", "结案后5个工作日", "找站长陈站",
    ):  # fmt: skip
        assert words in front, words
    assert "邹桂兰" not in front
    assert "我是邹桂兰，女，74岁" in slip
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == list(A5)


def test_the_slip_says_the_level_the_resident_agreed_to(station, tang):
    for level, words in (
        ("status", "不说具体情况"),
        ("summary", "一两句概况"),
        ("detail", "次数、内容和效果"),
    ):
        _, slip = printed(make_referral(tang, f"居民{level}", agreed=level), tang)[0]
        assert words in slip


@pytest.mark.parametrize("name", ["𠮷野秀", LONG])
def test_a_rare_character_and_a_long_name_are_real_glyphs_or_the_paper_says_so(station, tang, name):
    front, slip = printed(make_referral(tang, Newcomer(name, "2")), tang)[0]

    spelt = "".join(f"〔U+{ord(c):04X}〕" if f"U+{ord(c):04X}" in slip else c for c in name)
    assert spelt in slip
    assert (spelt == name) == ("本机字库没有的字" not in front)


def test_a_character_no_font_has_is_printed_as_its_code_point_with_a_note(station, tang):
    front, slip = printed(make_referral(tang, Newcomer("向\U000ae000芬", "2")), tang)[0]

    assert "向〔U+AE000〕芬" in slip
    assert "本机字库没有的字用编码代替：〔U+AE000〕。请手写补上。" in front


def test_a_machine_without_a_chinese_font_prints_with_the_one_set_up_fetched(
    station, tang, monkeypatch
):
    monkeypatch.setattr(typst, "compile", partial(typst.compile, ignore_system_fonts=True))

    front, _ = printed(make_referral(tang, Newcomer("邹桂兰", "2")), tang)[0]

    assert "邹＊兰" in front


def test_what_was_typed_is_never_read_as_markup(station, tang):
    _, slip = printed(make_referral(tang, Newcomer('#pagebreak() $x$ *"', "2")), tang)[0]
    assert '#pagebreak()$x$*"' in slip


def test_danger_stands_on_it_in_a_frame(station, tang):
    front, _ = printed(make_referral(tang, urgency="danger"), tang)[0]
    assert "有生命危险，先打110、120；说不清归谁管，打12345。" in front


def test_the_page_gives_it_as_a_pdf(client, station, tang):
    referral = make_referral(tang)
    client.force_login(tang)

    answer = client.get(f"/referrals/{referral.pk}/receipt.pdf")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
