"""What an asker may read: three levels, every kind of line, by equality, with a narrative that could leak."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import huiyin
from huiyin.access.models import Organisation, Unit, User
from huiyin.core import clock, secret
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, queries, rules
from huiyin.loops.models import Agreed, Loop, Reply
from huiyin.notices.models import Message
from huiyin.residents.models import Person

NARRATIVE = "她说儿子打她，夜里不敢睡"
OURS = [kind for kind in Reply.Kind if kind not in {"unsolved", "nudge", "withdrawn", "supplement"}]


@pytest.fixture
def agreed_to(
    lin: User, station: Unit, xiang: Person, committee: Organisation
) -> Callable[[str], Loop]:
    return lambda level: make.make_loop(
        lin, station, kind="ask", person=xiang, asker_org=committee, agreed=level
    )


def read(loop: Loop) -> list[tuple[str, str]]:
    """As the committee's page and the public look-up read it: they ask the same function."""
    lines = [(echo.status, echo.words) for echo in heard.heard(loop, by=ANONYMOUS)]
    assert [f"{s}{w}" for s, w in lines] == [
        f"{e.status}{e.words}" for e in heard.echoes([loop], by=ANONYMOUS)[loop.pk]
    ]
    return lines


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize(
    ("level", "agreed", "words"),
    [
        ("status", "status", NARRATIVE),
        ("status", "summary", NARRATIVE),
        ("status", "detail", NARRATIVE),
        ("summary", "status", ""),
        ("summary", "summary", NARRATIVE),
        ("summary", "detail", NARRATIVE),
        ("detail", "status", ""),
        ("detail", "summary", ""),
        ("detail", "detail", NARRATIVE),
    ],
)
def test_the_words_of_a_line_are_read_from_its_level_up(
    agreed_to: Callable[[str], Loop], kind: str, level: str, agreed: str, words: str,
    committee: Organisation,
):  # fmt: skip
    loop = agreed_to(agreed)
    make.make_reply(loop, NARRATIVE, kind=kind, level=level)

    (message,) = Message.objects.filter(to_org=committee)

    status = heard.STATUS[kind]
    assert read(loop) == [(status, words)]
    assert secret.open(message, "words", by=ANONYMOUS) == f"向秀芬：{status}{words}"


def test_every_kind_of_line_has_its_plain_sentence():
    assert set(heard.STATUS) == {str(kind) for kind in Reply.Kind}


def test_what_the_asker_wrote_she_reads_at_every_level(agreed_to: Callable[[str], Loop]):
    loop = agreed_to(Agreed.STATUS)
    make.make_reply(loop, "她搬到女儿家了", kind="supplement", side="asker")

    assert read(loop) == [("您补充了情况。", "她搬到女儿家了")]


def test_a_line_not_shown_is_not_there_for_her(
    agreed_to: Callable[[str], Loop], committee: Organisation, lin: User, actor: Callable[[User], Actor]
):  # fmt: skip
    loop = agreed_to(Agreed.DETAIL)
    make.make_reply(loop, NARRATIVE, shown=False)

    assert read(loop) == []
    assert not Message.objects.filter(to_org=committee).exists()
    assert [e.words for e in heard.thread(loop, by=actor(lin))] == [NARRATIVE]


def test_the_station_reads_all_and_the_clerk_her_level_in_the_same_thread(
    agreed_to: Callable[[str], Loop], lin: User, tang: User, actor: Callable[[User], Actor]
):
    loop = agreed_to(Agreed.STATUS)
    make.make_reply(loop, NARRATIVE)

    assert [e.words for e in heard.thread(loop, by=actor(lin))] == [NARRATIVE]
    assert [e.words for e in heard.thread(loop, by=actor(tang))] == [""]


def test_a_clerk_finds_no_line_of_a_reply_by_herself(
    ask: Loop, tang: User, actor: Callable[[User], Actor]
):
    make.make_reply(ask, NARRATIVE)

    assert list(Loop.objects.visible_to(actor(tang))) == [ask]
    assert list(Reply.objects.visible_to(actor(tang))) == []


def test_her_list_carries_no_word_of_our_next_step(
    lin: User, station: Unit, xiang: Person, committee: Organisation, tang: User,
    actor: Callable[[User], Actor],
):  # fmt: skip
    loop = make.make_loop(
        lin, station, kind="ask", person=xiang, asker_org=committee, step_words=NARRATIVE,
        step_on=clock.today(),
    )  # fmt: skip

    (hers,) = queries.rows(queries.asked(actor(tang)), by=actor(tang))
    (ours,) = queries.rows(queries.mine(actor(lin)), by=actor(lin))

    assert (hers.loop, hers.title) == (loop, "向秀芬，78岁：请托")
    assert ours.title == f"向秀芬，78岁：{NARRATIVE}"


def test_one_reading_of_many_matters_costs_three_queries(
    agreed_to: Callable[[str], Loop], django_assert_num_queries: Any
):
    loops = [agreed_to(Agreed.DETAIL) for _ in range(3)]
    for loop in loops:
        make.make_reply(loop, NARRATIVE)

    for some in (loops[:1], loops):
        with django_assert_num_queries(2):
            found = heard.echoes(some, by=ANONYMOUS)
        assert {pk: [e.words for e in lines] for pk, lines in found.items()} == {
            loop.pk: [NARRATIVE] for loop in some
        }


def test_nothing_else_opens_the_words_of_a_reply(
    ask: Loop, lin: User, actor: Callable[[User], Actor]
):
    written = make.make_reply(ask, NARRATIVE)
    stored = Reply.objects.get(pk=written.pk)

    assert [str(secret.open(reply, "words", by=actor(lin))) for reply in (written, stored)] == [
        "•••",
        "•••",
    ]
    stored.save()
    assert [e.words for e in heard.thread(ask, by=actor(lin))] == [NARRATIVE]


def test_no_other_room_knows_how_they_are_closed():
    """A twin of this census would be a room that imports Unheard: then it is named here."""
    root = Path(huiyin.__file__).parent
    knowing = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "tests" not in path.parts and "Unheard" in path.read_text()
    }

    assert knowing == {"loops/models/replies.py", "loops/heard.py"}


def test_an_actor_of_no_reach_is_treated_as_an_asker(
    agreed_to: Callable[[str], Loop], lin: User, actor: Callable[[User], Actor]
):
    loop = agreed_to(Agreed.STATUS)
    make.make_reply(loop, NARRATIVE)

    assert [e.words for e in heard.thread(loop, by=replace(actor(lin), rows="none"))] == [""]


def test_what_happens_is_said_to_everyone_who_waits_above_each_at_her_own_level(
    agreed_to: Callable[[str], Loop], lin: User, station: Unit, other_committee: Organisation
):
    """A case below a referral without an asker, that was passed on twice, and asked for at two of the three."""
    first = agreed_to(Agreed.STATUS)
    second = make.make_loop(
        lin, station, kind="ask", parent=first, asker_org=other_committee, agreed=Agreed.DETAIL
    )
    third = make.make_loop(lin, station, kind="ask", parent=second)
    case = make.make_loop(lin, station, kind="service", parent=third)

    rules.echo(case, by=make.door(station), kind="progress", words=NARRATIVE, level="summary")

    assert [read(loop) for loop in (first, second, third, case)] == [
        [("有了新进展。", "")],
        [("有了新进展。", NARRATIVE)],
        [],
        [],
    ]


def test_who_has_her_answer_already_hears_no_more_of_it(
    agreed_to: Callable[[str], Loop], lin: User, station: Unit
):
    first = agreed_to(Agreed.DETAIL)
    case = make.make_loop(lin, station, kind="service", parent=first)
    make.make_answered(first, "好了")

    rules.echo(case, by=make.door(station), kind="stage", words="x", level="status")

    assert [echo.kind for echo in heard.heard(first, by=ANONYMOUS)] == ["answer"]
