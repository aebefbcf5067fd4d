"""What went back to the referrer: 3 levels the resident may agree to × 5 events × her page, her inbox, the look-up.

Everything written about the resident on the way is a narrative that could leak. Each cell is compared whole.
"""

import re

import pytest
import time_machine

from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.core import secret
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import PHONE, make_referral
from huiyin.notices.models import Message
from huiyin.referrals import rules
from huiyin.referrals.models import Referral

pytestmark = pytest.mark.django_db
PROBLEM = "她说不想活了，女婿打过她。"
NOTE = "抱着老伴的照片哭了一下午。"
INTAKE = "吞过一次安眠药。"
ASSESSED = "重度抑郁的样子，家里藏着刀。"
PROGRESS = "她答应去看心理门诊了。"
ANSWER = "已转到心理门诊，社工每周去看一次。"
SECRETS = (PROBLEM, NOTE, INTAKE, ASSESSED)

RECEIVED = ("收到了。", "由陈站负责，3 个工作日内答复受不受理。")
HANDED = ("换了一位同事负责。", "现在由林晓负责。")
ACCEPTED = ("服务进到了下一阶段。", "已受理。")
CONTACT = ("社工已经和居民见面或通话。", "")
STAGE = ("服务进到了下一阶段。", "现在是“预估”。")
BEGUN = [RECEIVED, HANDED, ACCEPTED]
PAGE = {
    ("status", "receipt"): ([RECEIVED], ""),
    ("status", "contact"): ([*BEGUN, CONTACT], ""),
    ("status", "stage"): ([*BEGUN, CONTACT, STAGE], ""),
    ("status", "sessions"): ([*BEGUN, CONTACT, STAGE, ("有了新进展。", "")], ""),
    ("status", "answer"): ([*BEGUN, CONTACT, STAGE, ("有了新进展。", ""), ("已答复。", "")], ""),
    ("summary", "receipt"): ([RECEIVED], ""),
    ("summary", "contact"): ([*BEGUN, CONTACT], "已服务 1 次。"),
    ("summary", "stage"): ([*BEGUN, CONTACT, STAGE], "已服务 1 次。"),
    ("summary", "sessions"): ([*BEGUN, CONTACT, STAGE, ("有了新进展。", "")], "已服务 2 次。"),
    ("summary", "answer"): (
        [*BEGUN, CONTACT, STAGE, ("有了新进展。", ""), ("已答复。", ANSWER)], "已服务 2 次。",
    ),
    ("detail", "receipt"): ([RECEIVED], ""),
    ("detail", "contact"): ([*BEGUN, CONTACT], "已服务 1 次，一共 40 分钟。"),
    ("detail", "stage"): ([*BEGUN, CONTACT, STAGE], "已服务 1 次，一共 40 分钟。"),
    ("detail", "sessions"): (
        [*BEGUN, CONTACT, STAGE, ("有了新进展。", PROGRESS)], "已服务 2 次，一共 60 分钟。",
    ),
    ("detail", "answer"): (
        [*BEGUN, CONTACT, STAGE, ("有了新进展。", PROGRESS), ("已答复。", ANSWER)],
        "已服务 2 次，一共 60 分钟。",
    ),
}  # fmt: skip
EVENTS = ("receipt", "contact", "stage", "sessions", "answer")


def until(event, level, tang, lin):
    """The story told up to and with this event."""
    referral = make_referral(tang, "邹桂兰", problem=PROBLEM, agreed=level)
    for step in EVENTS[1 : EVENTS.index(event) + 1]:
        STORY[step](referral, lin)
    return Referral.objects.select_related("loop").get(pk=referral.pk)


def contact(referral, lin):
    rules.accept(referral, by=actor_for(lin))
    case = Case.objects.select_related("loop").get()
    make_record(lin, referral.person, thread=case.loop, minutes=40, note=NOTE)


def stage(referral, lin):
    cases.intake(Case.objects.get(), by=actor_for(lin), problem=INTAKE, risks=["suicide"])


def sessions(referral, lin):
    case = Case.objects.select_related("loop").get()
    make_record(lin, referral.person, thread=case.loop, minutes=20, kind="call", note=NOTE)
    rules.inform(referral, by=actor_for(lin), words=PROGRESS, level="detail")


def answer(referral, lin):
    rules.answer(referral, by=actor_for(lin), words=ANSWER, level="summary")


STORY = {"contact": contact, "stage": stage, "sessions": sessions, "answer": answer}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("level", ["status", "summary", "detail"])
@time_machine.travel("2026-01-16 10:00+08:00")
def test_the_clerks_page_her_inbox_and_the_look_up(client, station, tang, lin, level, event):
    referral = until(event, level, tang, lin)
    lines, served = PAGE[level, event]

    client.force_login(tang)
    page = client.get(f"/referrals/{referral.pk}")
    assert (said(page), count(page)) == (lines, served)

    inbox = Message.objects.filter(to_org=referral.loop.asker_org).order_by("at", "id")
    told = secret.open_all(list(inbox), "words", by=actor_for(tang))
    assert told == [f"邹桂兰：{status}{words}" for status, words in lines]

    inbox_page = client.get("/messages").content.decode()

    client.logout()
    looked = client.post("/lookup", {"receipt": referral.loop.receipt, "tail": PHONE[-4:]})
    seen = looked.context["seen"]
    assert (seen.heading, seen.words) == lines[-1]

    public = looked.content.decode()
    everything = page.content.decode() + "".join(told) + inbox_page + public
    assert [word for word in SECRETS if word in everything] == []
    assert [word for word in ("邹桂兰", "唐玉珍", PHONE) if word in public] == []


def said(page):
    """The lines of the timeline as they stand in the page, oldest first: (status, words)."""
    text = page.content.decode()
    timeline = text[text.index('<ul class="hy-timeline">') :].split("</ul>")[0]
    found = re.findall(r"<b>(.*?)</b>(.*?)</p>", timeline, re.DOTALL)
    return [(status.strip(), words.strip()) for status, words in found][::-1]


def count(page):
    found = re.search(r"已服务[^<]*", page.content.decode())
    return found.group().strip() if found else ""
