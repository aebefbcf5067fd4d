"""查回音: two fields, exactly the agreed level, and no word of whether a number exists."""

import cProfile
from datetime import timedelta

import pytest
import time_machine

from huiyin.core import clock
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import PHONE, make_referral
from huiyin.loops import receipts
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.portal import queries, tasks
from huiyin.portal.models import Attempt
from huiyin.referrals import rules as referrals

TAIL = PHONE[-4:]


@pytest.fixture
def asked(tang, station, room):
    return make_referral(tang, "邹桂兰", agreed="summary")


def ask(client, receipt, tail=TAIL, address="203.0.113.7"):
    return client.post("/lookup", {"receipt": receipt, "tail": tail}, REMOTE_ADDR=address)


def test_who_holds_the_receipt_sees_how_far_it_is(client, asked):
    page = ask(client, asked.loop.receipt).content.decode()

    for words in (
        "收到了。",
        "罗" if "罗" in asked.loop.owner.name else asked.loop.owner.name,
        "答复受不受理",
        "和居民首次接触",
        "每月进展",
    ):
        assert words in page
    assert ("邹桂兰" in page, "跌倒" in page) == (False, False)


def test_a_matter_that_was_not_solved_is_open_again_and_says_so(client, chen, tang, asked):
    referrals.accept(asked, by=actor_for(chen))
    referrals.answer(asked, by=actor_for(chen), words="每周有人上门。", level="summary")
    assert "每周有人上门。" in ask(client, asked.loop.receipt).content.decode()
    loops.unsolved(asked.loop, by=actor_for(tang), words="昨天又摔了")

    page = ask(client, asked.loop.receipt).content.decode()
    assert ("我们接着办" in page, "每周有人上门。" in page) == (True, False)


def test_spaces_and_full_width_digits_are_taken(client, asked):
    said = receipts.said(asked.loop.receipt)
    wide = TAIL.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert "收到了。" in ask(client, said, wide).content.decode()


def test_wrong_number_wrong_digits_and_withdrawn_answer_byte_for_byte_alike(
    client, tang, station, asked
):
    gone = make_referral(tang, "谭小宇")
    referrals.withdraw(gone, by=actor_for(tang), words="搬走了")
    unknown = next(
        r for r in iter(receipts.fresh, None) if not Loop.objects.filter(receipt=r).exists()
    )

    answers = [
        ask(client, unknown),
        ask(client, asked.loop.receipt, "0000"),
        ask(client, gone.loop.receipt),
        ask(client, "1234567890"),
    ]

    assert [a.status_code for a in answers] == [200] * 4
    assert {a.content for a in answers} == {answers[0].content}
    assert "没有查到" in answers[0].content.decode()


def test_the_same_number_in_two_districts_opens_by_its_own_digits(
    client, tang, zhou, stranger, asked
):
    other = Loop.objects.create(
        unit=stranger,
        kind="referral",
        owner=zhou,
        seat=zhou.seat,
        receipt=asked.loop.receipt,
        tail_fp="x",
    )

    assert queries.found(asked.loop.receipt, TAIL) == asked.loop
    assert queries.found(other.receipt, "0000") is None


def test_ten_tries_a_number_and_the_eleventh_waits_an_hour(client, asked):
    answers = [
        ask(client, asked.loop.receipt, "0000", f"203.0.113.{n}").status_code for n in range(11)
    ]
    right = ask(client, asked.loop.receipt, address="203.0.113.99")

    assert answers == [200] * 10 + [429]
    assert (right.status_code, right.headers["Retry-After"]) == (429, "3600")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "收到了。" in ask(client, asked.loop.receipt).content.decode()


def test_thirty_tries_an_address_whatever_the_numbers(client, db):
    answers = [ask(client, f"{n:010}").status_code for n in range(31)]

    assert answers == [200] * 30 + [429]
    assert ask(client, "9999999999", address="203.0.113.8").status_code == 200


def test_who_tried_is_not_kept_in_the_clear_and_not_for_long(client, asked):
    ask(client, asked.loop.receipt)
    keys = list(Attempt.objects.values_list("key_fp", flat=True))
    assert [asked.loop.receipt in k or "203.0.113.7" in k for k in keys] == [False, False]

    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        tasks.forget()
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("receipt", "tail", "said"),
    [("123", "0126", "回执号是 10 位数字，现在是 3 位。"), ("1234567890", "12", "电话后四位是 4 位数字，现在是 2 位。"),
     ("", "", "还没有填：回执号。")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_said_and_costs_no_try(client, db, receipt, tail, said):
    answer = ask(client, receipt, tail)

    assert (answer.status_code, said in answer.content.decode(), Attempt.objects.count()) == (
        422,
        True,
        0,
    )


def test_no_answer_is_more_work_than_another(client, tang, station, asked):
    """Counted in calls, which no busy neighbour disturbs; the seconds are in tests/faults/test_lookup_time.py."""
    gone = make_referral(tang, "谭小宇")
    referrals.withdraw(gone, by=actor_for(tang), words="搬走了")
    kinds = {
        "number": ("1234567890", TAIL),
        "digits": (asked.loop.receipt, "0000"),
        "withdrawn": (gone.loop.receipt, TAIL),
    }
    ask(client, "1234567890")  # whatever is done only once is done now
    calls = {name: _calls(lambda given=given: ask(client, *given)) for name, given in kinds.items()}

    assert max(calls.values()) / min(calls.values()) - 1 <= 0.05, calls


def _calls(work):
    watched = cProfile.Profile()
    watched.runcall(work)
    return sum(entry.callcount for entry in watched.getstats())


def test_the_doors_without_a_lock_are_open(client, db):
    assert [client.get(p).status_code for p in ("/lookup", "/privacy", "/can", "/healthz")] == [
        200
    ] * 4
    assert client.get("/healthz").json() == {"ok": True}
    assert "老人照护" in client.get("/can").content.decode()
