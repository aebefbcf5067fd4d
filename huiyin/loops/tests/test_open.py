from collections.abc import Callable

import pytest

from huiyin.access.models import Seat, Unit, User
from huiyin.core import clock, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.secret import fingerprint
from huiyin.demo.builders import loops as make
from huiyin.loops import receipts, rules
from huiyin.loops.models import Loop, State, Term, Turn
from huiyin.notices.models import Message
from huiyin.residents.models import Person


def clocks(loop: Loop) -> dict[str, str]:
    return {m.code: f"{clock.local(m.due_at):%m-%d %H:%M}" for m in loop.milestones.all()}


def test_a_promise_begins_with_an_owner_her_seat_and_the_clocks_of_its_kind(ask: Loop, lin: User):
    assert (ask.owner, ask.seat_id, ask.state, ask.turn) == (lin, lin.pk, State.OPEN, Turn.US)
    assert clocks(ask) == {"answer": "03-05 17:30", "contact": "03-09 17:30", "note": "04-02 17:30"}
    assert ask.due_at == clock.at(clock.today().replace(day=5), "17:30")
    assert ask.terms == {"answer": "3d", "contact": "5d", "note": "1m", "feedback": "5d"}


def test_an_urgent_one_is_answered_the_same_day(lin: User, station: Unit):
    loop = make.make_loop(lin, station, kind="ask", urgent=True)

    assert clocks(loop) == {
        "answer": "03-02 17:30",
        "contact": "03-03 17:30",
        "note": "04-02 17:30",
    }


def test_the_terms_nearest_to_the_unit_win(lin: User, station: Unit, rival: Unit, sister: Unit):
    common = {"kind": "ask", "code": "answer", "of": "workday", "urgent": False}
    Term.objects.create(prefix="500108", amount=2, **common)
    Term.objects.create(prefix="500108006A", amount=1, **common)

    made = [make.make_loop(lin, unit, kind="ask") for unit in (station, rival, sister)]

    assert [loop.terms["answer"] for loop in made] == ["1d", "2d", "2d"]


def test_the_promise_stays_as_it_was_given_when_terms_change(ask: Loop):
    Term.objects.create(prefix="", kind="ask", code="answer", amount=9, of="workday")

    ask.refresh_from_db()

    assert (ask.terms["answer"], clocks(ask)["answer"]) == ("3d", "03-05 17:30")


def test_nobody_without_an_account_is_made_an_owner(lin: User, station: Unit):
    Seat.objects.filter(user=lin).delete()

    with pytest.raises(Refused, match="林晓的账号已经关了"):
        make.make_loop(lin, station, kind="ask")

    assert not Loop.objects.exists()


def test_the_new_owner_is_told_whom_it_is_about_and_where(
    ask: Loop, lin: User, actor: Callable[[User], Actor]
):
    (message,) = Message.objects.filter(to_user=lin)

    assert secret.open(message, "words", by=actor(lin)) == "向秀芬：新的请托，由您负责。"
    assert (message.url, message.cause, message.unit) == (f"/loops/{ask.pk}", ask.pk, ask.unit_id)


def test_who_opens_for_herself_is_told_nothing(lin: User, actor: Callable[[User], Actor]):
    rules.promise(by=actor(lin), words="量血压", on=clock.today())

    assert not Message.objects.filter(to_user=lin).exists()


def test_a_receipt_is_ten_digits_that_prove_themselves(ask: Loop):
    assert receipts.valid(ask.receipt or "")
    assert receipts.said("4738152069") == "473 815 2069"
    assert receipts.said(None) == ""


def test_a_wrong_digit_or_two_swapped_are_noticed():
    number = receipts.fresh()
    wrong = [
        number[:n] + str((int(number[n]) + k) % 10) + number[n + 1 :]
        for n in range(10)
        for k in range(1, 10)
    ]
    swapped = [
        number[:n] + number[n + 1] + number[n] + number[n + 2 :]
        for n in range(9)
        if number[n] != number[n + 1]
    ]  # fmt: skip

    assert [
        text for text in [*wrong, *swapped, number[:9], "", "abcdefghij"] if receipts.valid(text)
    ] == []


def test_a_number_already_given_in_the_district_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch, lin: User, station: Unit, sister: Unit, stranger: Unit
):
    drawn = iter([1, 1, 2, 1])
    monkeypatch.setattr("secrets.randbelow", lambda n: next(drawn))

    made = [make.make_loop(lin, u, kind="ask", receipt=True) for u in (station, sister, stranger)]

    first, second, elsewhere = (loop.receipt for loop in made)
    assert first == elsewhere
    assert first != second


def test_when_no_number_is_left_it_says_so(
    monkeypatch: pytest.MonkeyPatch, lin: User, station: Unit
):
    monkeypatch.setattr("secrets.randbelow", lambda n: 1)
    make.make_loop(lin, station, kind="ask", receipt=True)

    with pytest.raises(Refused, match="回执号一时取不到"):
        make.make_loop(lin, station, kind="ask", receipt=True)


def test_another_clash_than_the_receipts_is_not_hidden(ask: Loop, lin: User, station: Unit):
    with pytest.raises(Exception, match=r"(?i)unique"):
        make.make_loop(lin, station, kind="ask", receipt=True, id=ask.pk)


def test_the_contacts_phone_is_closed_and_found_by_its_last_four(
    ask: Loop, lin: User, actor: Callable[[User], Actor]
):
    ask = Loop.objects.get(pk=ask.pk)

    assert str(ask.asker_phone) == "•••"
    assert secret.open(ask, "asker_phone", by=actor(lin)) == "13900004321"
    assert ask.tail_fp == fingerprint("tail", "4321")


def test_the_words_of_the_next_step_close_with_the_persons_key(
    lin: User, station: Unit, xiang: Person, actor: Callable[[User], Actor]
):
    loop = make.make_loop(lin, station, kind="ask", person=xiang, step_words="陪她看医生")
    loop = Loop.objects.get(pk=loop.pk)

    assert loop.step_words.token.split(".")[2] == f"p-{xiang.pk.hex}"
    assert secret.open(loop, "step_words", by=actor(lin)) == "陪她看医生"
