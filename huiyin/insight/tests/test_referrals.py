"""按时答复的转介: what was owed, what was kept, and what time alone makes late."""

from datetime import timedelta

import pytest
import time_machine

from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.insight import queries, recount, whole
from huiyin.insight.figures import year
from huiyin.referrals import rules

pytestmark = pytest.mark.django_db
MARCH = "2025-03-10T09:00:00+08:00"  # a Monday; the answer is due on Thursday


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(MARCH, tick=False) as traveller:
        yield traveller


def days(traveller, n):
    traveller.shift(timedelta(days=n))


def said(user, measure="referrals.answered_in_time"):
    found = queries.figure(
        actor_for(user), measure, unit="500108006A", since=year(2025).since, until=year(2025).until, told=True
    )  # fmt: skip
    return found.value, found.of, dict(found.left_out)


def test_an_answer_within_the_term_is_in_time(station, tang, lin, travel):
    referral = make_referral(tang)
    days(travel, 1)
    rules.accept(referral, by=actor_for(lin))

    assert said(lin) == (1, 1, {})


def test_an_answer_after_it_is_due_and_not_in_time(station, tang, lin, travel):
    referral = make_referral(tang)
    days(travel, 8)
    rules.accept(referral, by=actor_for(lin))

    assert said(lin) == (0, 1, {})


def test_silence_counts_from_the_moment_it_falls_due(station, tang, lin, travel):
    make_referral(tang)
    assert said(lin) == (0, 0, {"还没有到期，也还没有答复的": 1})

    days(travel, 8)

    assert said(lin) == (0, 1, {})


def test_time_alone_makes_a_rolled_up_row_due(station, tang, lin, travel):
    """No change of a row says so: until the job has run the figure is counted live, then rolled up again."""
    make_referral(tang)
    whole.everything()
    assert said(lin)[:2] == (0, 0)

    days(travel, 8)

    assert said(lin)[:2] == (0, 1)
    assert whole.wrong() != []
    assert recount.sweep() == 1
    assert whole.wrong() == []
    assert said(lin)[:2] == (0, 1)
    assert recount.sweep() == 0


def test_what_waits_for_the_asker_is_not_due(station, tang, lin, travel):
    referral = make_referral(tang)
    whole.everything()
    rules.return_(referral, by=actor_for(lin), words="请补充住址。")
    days(travel, 8)

    assert said(lin) == (0, 0, {"在等转介人补充的": 1})
    recount.sweep()
    assert whole.wrong() == []
    assert said(lin)[:2] == (0, 0)


def test_what_was_taken_back_before_its_day_was_never_due(station, tang, lin, travel):
    whole.everything()
    referral = make_referral(tang)
    days(travel, 1)
    rules.withdraw(referral, by=actor_for(tang))

    assert said(lin) == (0, 0, {"到期以前转介人自己撤回的": 1})
    recount.sweep()
    assert whole.wrong() == []


def test_what_was_taken_back_late_had_fallen_due(station, tang, lin, travel):
    referral = make_referral(tang)
    days(travel, 8)
    rules.withdraw(referral, by=actor_for(tang))

    assert said(lin) == (0, 1, {})


def test_the_denominator_is_a_measure_of_its_own(station, tang, lin, travel):
    make_referral(tang)
    days(travel, 8)

    assert said(lin, "referrals.due") == (1, None, {})


def test_the_lines_say_how_it_went(station, tang, lin, travel):
    kept, late, _ = (make_referral(tang, name) for name in ("甲", "乙", "丙"))
    days(travel, 1)
    rules.accept(kept, by=actor_for(lin))
    days(travel, 8)
    rules.accept(late, by=actor_for(lin))

    lines, _ = queries.rows(
        actor_for(lin), "referrals.due", unit="500108006A", since=year(2025).since, until=year(2025).until
    )  # fmt: skip

    assert sorted(line.what for line in lines) == ["按时答复", "答复晚了", "还没有答复"]
