"""Number, phone and address: masked, until somebody says what for; then for a quarter of an hour."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders import residents as make
from huiyin.residents import queries, rules
from huiyin.residents.models import Reveal
from huiyin.residents.tests.conftest import NUMBER

LAST_CHILD_SECOND = datetime(2026, 11, 22, 23, 59, 59, tzinfo=clock.BEIJING)
FIRST_ADULT_SECOND = datetime(2026, 11, 23, tzinfo=clock.BEIJING)


def reveal(person, by, **more):
    given = {"purpose": "visit", "words": "今天下午上门", **more}
    return rules.reveal(person, by=by, **given)


def test_nothing_is_read_before_a_purpose_is_given(actor, lin, xiang):
    assert queries.identity(xiang, actor(lin)) is None


def test_with_a_purpose_all_three_are_read_and_the_journal_knows(actor, lin, xiang):
    row = reveal(xiang, actor(lin))

    opened = queries.identity(xiang, actor(lin))
    assert opened == {
        "number": NUMBER,
        "address": "弹子石新街 1 号",
        "phones": [(xiang.phones.get(), "13800002607")],
    }
    assert secret.open(row, "words", by=actor(lin)) == "今天下午上门"
    entries = Entry.objects.filter(verb="person.reveal").values_list("user", "target")
    assert list(entries) == [(lin.pk, xiang.pk)]


def test_it_closes_after_fifteen_minutes_to_the_second(actor, lin, xiang):
    start = clock.now()
    with time_machine.travel(start, tick=False):
        reveal(xiang, actor(lin))
    seen = []
    for seconds in (899, 900):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            seen.append(queries.identity(xiang, actor(lin)) is not None)

    assert seen == [True, False]


def test_what_one_opened_stays_closed_to_her_colleague(actor, lin, chen, xiang):
    reveal(xiang, actor(lin))

    assert queries.identity(xiang, actor(chen)) is None


def test_a_purpose_without_a_sentence_is_refused(actor, lin, xiang):
    with pytest.raises(Refused, match="为什么要看"):
        reveal(xiang, actor(lin), words="  ")
    assert Reveal.objects.count() == 0


def test_opening_the_story_does_not_open_the_number(actor, lin, xiang):
    reveal(xiang, actor(lin), what="narrative")

    assert (queries.identity(xiang, actor(lin)), queries.may_open(xiang, actor(lin))) == (
        None,
        True,
    )


@pytest.mark.parametrize(
    ("moment", "refused"), [(LAST_CHILD_SECOND, True), (FIRST_ADULT_SECOND, False)]
)
def test_eighteen_is_reached_at_midnight_in_beijing(actor, lin, child, moment, refused):
    with time_machine.travel(moment, tick=False):
        if refused:
            with pytest.raises(Refused, match="未满 18 周岁"):
                reveal(child, actor(lin))
        else:
            reveal(child, actor(lin))

    assert Reveal.objects.filter(minor=False).count() == (0 if refused else 1)


def test_a_standing_carer_opens_a_childs_file(actor, lin, child):
    make.make_care(child, user=lin)
    with time_machine.travel(LAST_CHILD_SECOND, tick=False):
        row = reveal(child, actor(lin))

    assert (row.minor, row.standing, row.approved_by) == (True, True, None)


@pytest.mark.parametrize("holder", ["reader", "unit", "ended"])
def test_less_than_standing_care_does_not_open_a_childs_file(actor, lin, station, child, holder):
    care = make.make_care(
        child,
        user=None if holder == "unit" else lin,
        unit=station if holder == "unit" else None,
        grade="reader" if holder == "reader" else "carer",
    )
    if holder == "ended":
        type(care).objects.filter(pk=care.pk).update(ended_at=clock.now())

    evening = time_machine.travel(LAST_CHILD_SECOND, tick=False)
    with evening, pytest.raises(Refused, match="未满 18 周岁"):
        reveal(child, actor(lin))


def test_even_the_lead_asks_for_a_childs_file(actor, chen, child):
    evening = time_machine.travel(LAST_CHILD_SECOND, tick=False)
    with evening, pytest.raises(Refused, match="未满 18 周岁"):
        reveal(child, actor(chen))


def test_the_table_opens_no_childs_file_without_leave(child, lin):
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reveal.objects.create(
            person=child, user=lin, purpose="visit", words="上门", minor=True, since=now,
            until=now + timedelta(minutes=5),
        )  # fmt: skip


def test_the_table_keeps_no_reveal_longer_than_a_quarter_of_an_hour(xiang, lin):
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reveal.objects.create(
            person=xiang, user=lin, purpose="visit", words="上门", since=now,
            until=now + timedelta(minutes=15, seconds=1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("tang", NotAllowed),
        ("wu", NotAllowed),
        ("gao", NotAllowed),
        ("zheng", Unseen),
        ("he", Unseen),
    ],
)
def test_who_opens_nothing(request, actor, xiang, who, error):
    with pytest.raises(error):
        reveal(xiang, actor(request.getfixturevalue(who)))


def test_stories_open_to_carers_and_to_the_lead_of_the_station(actor, lin, chen, zhao, xiang):
    assert [queries.may_open(xiang, actor(who)) for who in (lin, chen, zhao)] == [
        False,
        True,
        False,
    ]

    make.make_care(xiang, user=lin)

    assert queries.may_open(xiang, actor(lin)) is True


def test_a_childs_story_opens_to_carers_only(actor, lin, chen, child):
    make.make_care(child, user=lin)
    with time_machine.travel(LAST_CHILD_SECOND, tick=False):
        opens = [queries.may_open(child, actor(who)) for who in (lin, chen)]

    assert opens == [True, False]


def test_names_are_whole_near_by_and_masked_from_afar(
    actor, lin, chen, zhao, tang, committee, xiang
):
    make.make_care(xiang, organisation=committee, grade="source")

    shown = [queries.shown_name(xiang, actor(who)) for who in (lin, chen, tang, zhao)]
    assert shown == ["向秀芬", "向秀芬", "向秀芬", "向＊芬"]
